//! Readers that stall. Over HTTP/2 one connection carries many answers and the others may go on: an answer of
//! which nothing is taken for too long ends its connection, and its reader connects again and resumes.
//! Absent: ending connections that take nothing at all, and those of HTTP/1.1: there the kernel keeps count (`peer`).

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderValue;
use actix_web::web::Data;
use bytes::Bytes;
use futures_util::ready;
use rustix::net::{Shutdown, shutdown};

use super::desk::TRACE_RESPONSE;
use crate::service::exchange::Exchange;

/// What a reader is given at once. Whoever takes this much within the time is slow, not stalled.
const PIECE: usize = 16 << 10;
/// How often is looked.
const ROUND: Duration = Duration::from_secs(1);

/// A second hold on the socket of an HTTP/2 connection, by which it can be ended from outside.
#[derive(Clone)]
pub struct Wire(Arc<OwnedFd>);

impl Wire {
    /// Takes hold of a socket.
    ///
    /// # Errors
    /// When the process has no file descriptors left.
    pub fn of(socket: &impl AsFd) -> io::Result<Self> {
        socket.as_fd().try_clone_to_owned().map(|socket| Self(Arc::new(socket)))
    }

    /// Ends the connection; every answer that it carries ends with it.
    fn cut(&self) {
        // One that is closed already needs no ending.
        shutdown(&*self.0, Shutdown::Both).ok();
    }
}

/// The answers that are being read.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<Vec<Weak<Answer>>>>);

/// One answer that is being read.
struct Answer {
    /// What it leaves over, when that is HTTP/2.
    wire: Option<Wire>,
    /// Under which its reader finds it in the evidence log.
    trace: Option<HeaderValue>,
    exchange: Data<Exchange>,
    /// Whether its reader was given something and has not come for more: for so many rounds, the one that goes on
    /// among them; 0 when it is the reader that waits.
    rounds: AtomicU32,
}

impl Answers {
    /// Watches over an answer that may take its reader a while.
    pub fn watch(&self, response: ServiceResponse) -> ServiceResponse {
        let wire = response.request().conn_data::<Wire>().cloned();
        let may_stall = match response.response().body().size() {
            BodySize::Stream => true,
            // Over HTTP/1.1 the connection takes in a whole answer at once.
            BodySize::Sized(bytes) => bytes > 0 && wire.is_some(),
            BodySize::None => false,
        };
        let exchange = response.request().app_data::<Data<Exchange>>().cloned();
        let (true, Some(exchange)) = (may_stall, exchange) else { return response };
        let trace = response.headers().get(TRACE_RESPONSE).cloned();
        let answer = Arc::new(Answer { wire, trace, exchange, rounds: AtomicU32::new(0) });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&answer));
        response.map_body(|_, body| Pieces { body, rest: Bytes::new(), answer }.boxed())
    }

    /// Ends the connections of readers that took nothing for so long, for ever.
    pub async fn end_stalled(self, stalled: Duration) {
        let most = stalled.as_secs().try_into().unwrap_or(u32::MAX);
        loop {
            tokio::time::sleep(ROUND).await;
            self.end_round(most);
        }
    }

    /// Ends a round, and the connections of readers that took nothing for more than so many whole ones.
    fn end_round(&self, most: u32) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|answer| answer.upgrade().is_some_and(|answer| answer.goes_on(most)));
    }
}

impl Answer {
    fn goes_on(&self, most: u32) -> bool {
        let counted = |rounds: u32| (rounds != 0).then(|| rounds.saturating_add(1));
        let rounds = self.rounds.fetch_update(Ordering::Relaxed, Ordering::Relaxed, counted);
        // The first was not whole.
        match &self.wire {
            Some(wire) if rounds.is_ok_and(|rounds| rounds > most) => {
                wire.cut();
                false
            }
            _ => true,
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // A reader that leaves is noticed by the next thing that it is given; that is not a stall.
        if self.rounds.load(Ordering::Relaxed) > 1 {
            self.exchange.metrics.answer_stalled();
            let trace = self.trace.as_ref().and_then(|trace| trace.to_str().ok());
            tracing::warn!(
                trace,
                "an answer ended while its reader took nothing of it; a feed can be resumed"
            );
        }
    }
}

/// The body of a watched answer, in pieces.
struct Pieces {
    body: BoxBody,
    rest: Bytes,
    answer: Arc<Answer>,
}

impl MessageBody for Pieces {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        this.answer.rounds.store(0, Ordering::Relaxed);
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(more)) => this.rest = more,
                ended => return Poll::Ready(ended),
            }
        }
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        this.answer.rounds.store(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(piece)))
    }
}
