//! Looking up the exchange's host name, unless an address was given for it.
//! Absent: caching; the system's resolver does that.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

/// Answers every name with one address, or asks the system.
#[derive(Clone, Debug)]
pub(super) struct Lookup(Option<IpAddr>);

impl Lookup {
    pub(super) fn new(address: Option<IpAddr>) -> Self {
        Self(address)
    }
}

impl Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    /// Ports are zero here; the connector puts in the one of the URL.
    fn call(&mut self, name: Name) -> Self::Future {
        let given = self.0;
        Box::pin(async move {
            let found: Vec<_> = match given {
                Some(address) => vec![SocketAddr::new(address, 0)],
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            Ok(found.into_iter())
        })
    }
}
