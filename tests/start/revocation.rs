//! A revocation list that the real binary reads again while it runs: whoever is on it is out at once, on
//! connections that are open. Absent: certificates withdrawn through the API (`identity`).

use samen::client::transport::{Request, TlsTrouble, TransportError};
use samen::pki::{Certificate, Revocation};
use time::OffsetDateTime;

use super::process::Site;

/// Writes the list of the test CA with these certificates on it.
fn put_list(site: &Site, revoked: &[&str]) {
    let now = OffsetDateTime::now_utc();
    let revoked: Vec<Revocation> = revoked
        .iter()
        .map(|who| {
            let pem = &site.stage.identity(who).certificate_pem;
            Revocation { serial: Certificate::load(pem).unwrap().serial, at: now }
        })
        .collect();
    let list = site.stage.ca.crl(&revoked, now - time::Duration::days(1), 30).unwrap();
    std::fs::write(site.folder.path().join("certs/crl.pem"), list).unwrap();
}

#[tokio::test]
async fn a_list_read_again_cuts_who_is_on_it_and_nobody_else() {
    let site = Site::new().await;
    let config = site.folder.path().join("samen.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let text = text.replace("[tls]\n", "[tls]\ncrl = \"certs/crl.pem\"\n");
    std::fs::write(&config, text).unwrap();
    put_list(&site, &[]);
    let process = site.serve();
    let (lost, kept) = (site.caller("fbt-guard", &process), site.caller("fbt-guard-2", &process));
    let mut cut = lost.feed(None).await;
    let mut open = kept.feed(None).await;
    lost.get("/v1/alerts").await.granted();
    put_list(&site, &["fbt-guard"]);
    process.hang_up();
    cut.is_cut("certificate-withdrawn").await;
    // The connection that is open has its next request refused, and a new one does not come about.
    lost.get("/v1/alerts").await.refused("certificate-withdrawn");
    lost.get("/log/checkpoint").await.refused("certificate-withdrawn");
    let again = site.caller("fbt-guard", &process);
    let refused = again.try_send(Request::get("/v1/alerts")).await.err().unwrap();
    assert!(matches!(refused, TransportError::Tls(TlsTrouble::ClientRevoked)), "{refused:?}");
    // A colleague goes on as before, and a list that cannot be read leaves the last one in force.
    std::fs::write(site.folder.path().join("certs/crl.pem"), "no list").unwrap();
    process.hang_up();
    kept.get("/v1/alerts").await.granted();
    lost.get("/v1/alerts").await.refused("certificate-withdrawn");
    let alert = site.alert();
    site.caller("pt-officer", &process).sends(&alert).await;
    assert_eq!(open.record().await.1, alert.id());
    drop((lost, kept, again, cut, open));
    process.terminate();
}
