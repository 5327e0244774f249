//! Reading a log over HTTP(S), with a client certificate where one is demanded. One request at a
//! time, no redirects, no retries, no caching.

use std::path::Path;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

use super::outcome::{Stop, chain};
use super::source::{Identity, Missing};

/// A whole tile over a slow line: 16 MiB at 2 Mbit/s.
const TIMEOUT: Duration = Duration::from_secs(70);

/// A log behind a URL.
pub(super) struct Web {
    agent: Agent,
    /// Without a slash at the end.
    prefix: String,
}

impl Web {
    /// `url` is the prefix of the log; an exchange serves its log under `/log`, so that its bare
    /// address will do.
    pub(super) fn open(url: &str, identity: &Identity) -> Result<Self, Stop> {
        let url = url.trim_end_matches('/');
        let bare = url.split_once("://").is_some_and(|(_, rest)| !rest.contains('/'));
        let prefix = if bare { format!("{url}/log") } else { url.to_owned() };
        let mut tls = TlsConfig::builder();
        if let Some(ca) = &identity.ca {
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates(ca)?));
        }
        if let (Some(cert), Some(key)) = (&identity.cert, &identity.key) {
            let key = PrivateKey::from_pem(&read(key)?)
                .map_err(|_| Stop::Usage(format!("{} is no private key", key.display())))?;
            tls = tls.client_cert(Some(ClientCert::new_with_certs(&certificates(cert)?, key)));
        }
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(TIMEOUT))
            .build();
        Ok(Self { agent: config.new_agent(), prefix })
    }

    pub(super) fn get(&self, path: &str, limit: u64) -> Result<Vec<u8>, Missing> {
        let url = format!("{}/{path}", self.prefix);
        let unreachable =
            |error: &ureq::Error| Missing::Unreachable(format!("{url}: {}", chain(error)));
        let mut answer = self.agent.get(&url).call().map_err(|error| unreachable(&error))?;
        match answer.status().as_u16() {
            200 => match answer.body_mut().with_config().limit(limit).read_to_vec() {
                Ok(bytes) => Ok(bytes),
                Err(ureq::Error::BodyExceedsLimit(_)) => Err(Missing::TooLarge),
                Err(error) => Err(unreachable(&error)),
            },
            404 | 410 => Err(Missing::Absent),
            status => Err(Missing::Unreachable(format!("{url}: answered with status {status}"))),
        }
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, Stop> {
    let pem = read(path)?;
    let found: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Err(Stop::Usage(format!("{} holds no certificate", path.display())));
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    std::fs::read(path)
        .map_err(|error| Stop::Usage(format!("cannot read {}: {error}", path.display())))
}
