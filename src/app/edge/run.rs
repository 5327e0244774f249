//! Putting the program beside a plate reader together, and running it until told to stop. Tests and the
//! real process use the same two calls. Absent: standard input and output (`cli`).

use std::fs::DirBuilder;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};

use super::config::Port;
use super::desk::{Closed, Desk, State};
use super::follow::{Follower, Heard};
use super::input::{Input, NotTaken, Taken};
use super::keep::Keeper;
use super::send::Sender;
use super::{EdgeConfig, EdgeError};
use crate::client::copy::Whose;
use crate::client::{Client, Profile, Signer};
use crate::domain::edge::Watch;
use crate::domain::matcher::Read;
use crate::http::edge::{self, Busy, Reads, Stuck, Taking, Token, Verdict};
use crate::service::clock::{Clock, SystemClock};
use crate::service::edge::{Drift, Queued};
use crate::store::EdgeQueue;
use crate::vault::{MasterKey, Vault};
use crate::wire::edge::{Answer, Event, Status};

/// How often it is looked at whether the disk is done.
const MOMENT: Duration = Duration::from_millis(5);
/// How often time is let pass.
const TICK: Duration = Duration::from_secs(1);
/// After so many ticks the status is said.
const TICKS_A_STATUS: u32 = 60;
/// After so many ticks readings are matched by the list of before the start, whether or not the exchange answered.
const TICKS_WITH_KEPT: u32 = 5;
/// How much may come in before the desk has looked at it.
const WAITING_INPUTS: usize = 1024;

/// A program that is ready to run.
pub struct EdgeApplication {
    desk: Desk,
    follower: Follower,
    sender: Sender,
    heard: mpsc::Receiver<Heard>,
    events: mpsc::Receiver<Event>,
    input: (mpsc::Sender<Input>, mpsc::Receiver<Input>),
    status: watch::Receiver<Status>,
    port: Option<(TcpListener, Option<Token>)>,
    address: Option<SocketAddr>,
    queue: Weak<EdgeQueue>,
}

/// Takes the queue and binds the port.
///
/// # Errors
/// [`EdgeError`].
pub fn build(config: EdgeConfig, profile: &Profile) -> Result<EdgeApplication, EdgeError> {
    build_with(config, profile, Arc::new(SystemClock::new()))
}

/// As [`build`], with the time from another clock.
///
/// # Errors
/// As [`build`].
pub fn build_with(
    config: EdgeConfig,
    profile: &Profile,
    clock: Arc<dyn Clock>,
) -> Result<EdgeApplication, EdgeError> {
    let signer = Signer::load(profile)?;
    let client = Arc::new(Client::new(profile)?);
    let whose = Whose::of(profile, config.status)?;
    let queue = Arc::new(queue(&config)?);
    let (keeper, copy, not_kept) = Keeper::open(queue.clone(), whose, clock.clone());
    let port = config.port.as_ref().map(open).transpose()?;
    let address = port.as_ref().map(|(listener, _)| listener.local_addr()).transpose();
    let address = address.map_err(EdgeError::System)?;
    let (heard_in, heard) = mpsc::channel(64);
    let (events_in, events) = mpsc::channel(1024);
    let (status_in, status) = watch::channel(Status::default());
    let more = Arc::new(Notify::new());
    let desk = Desk {
        watch: Watch::new(config.rules),
        ground: config.ground,
        cameras: config.cameras,
        signer,
        queue: queue.clone(),
        more: more.clone(),
        clock: clock.clone(),
        events: events_in.clone(),
        status: status_in,
        stale_ms: config.stale_ms,
        state: State::default(),
    };
    let follower = Follower {
        client: client.clone(),
        status: config.status,
        copy,
        keeper,
        not_kept,
        drift: Drift::default(),
        clock: clock.clone(),
        heard: heard_in,
    };
    let held = Arc::downgrade(&queue);
    let sender = Sender { client, queue, clock, events: events_in, more };
    let input = mpsc::channel(WAITING_INPUTS);
    Ok(EdgeApplication {
        desk,
        follower,
        sender,
        heard,
        events,
        input,
        status,
        port,
        address,
        queue: held,
    })
}

/// Binds the port of the readers.
fn open(port: &Port) -> Result<(TcpListener, Option<Token>), EdgeError> {
    let token = port.token.as_ref().map(|path| {
        let text = std::fs::read_to_string(path)
            .map_err(|source| EdgeError::TokenFile { path: path.clone(), source })?;
        Ok::<_, EdgeError>(Token::parse(&text)?)
    });
    let token = token.transpose()?;
    Ok((edge::open(port.listen, port.other_machines, token.as_ref())?, token))
}

/// What the exchange refused for good, as the queue of a program that does not run has it.
///
/// # Errors
/// [`EdgeError`].
pub fn refused(config: &EdgeConfig) -> Result<Vec<Queued>, EdgeError> {
    let refused = queue(config)?.refused()?;
    Ok(refused.iter().filter_map(|waiting| Queued::decode(&waiting.payload)).collect())
}

/// The queue; at the first start it is made, with the key that seals it.
fn queue(config: &EdgeConfig) -> Result<EdgeQueue, EdgeError> {
    let (state, key) = (&config.state, &config.master_key);
    let keyring = state.join("keyring");
    let vault = match (keyring.exists(), key.exists()) {
        (true, true) => Vault::open(&keyring, &MasterKey::from_file(key)?)?,
        (false, false) => {
            match DirBuilder::new().mode(0o700).create(state) {
                Err(source) if source.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(EdgeError::Create { path: state.clone(), source });
                }
                _ => {}
            }
            Vault::create(&keyring, &MasterKey::create(key)?)?
        }
        (true, false) => return Err(EdgeError::Half { missing: key.clone(), there: keyring }),
        (false, true) => return Err(EdgeError::Half { missing: keyring, there: key.clone() }),
    };
    Ok(EdgeQueue::open(state, vault, config.limits)?)
}

impl EdgeApplication {
    /// Where readers post, when they do.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Where lines are put in.
    pub fn input(&self) -> mpsc::Sender<Input> {
        self.input.0.clone()
    }

    /// Runs until `stop` is done, and hands what it says to `hear`, one after the other.
    ///
    /// # Errors
    /// [`EdgeError::System`] when the port cannot be served, or [`EdgeError::Halted`].
    pub async fn run_until(
        self,
        stop: impl Future<Output = ()>,
        mut hear: impl FnMut(Event),
    ) -> Result<(), EdgeError> {
        let Self {
            mut desk,
            follower,
            sender,
            heard,
            mut events,
            input,
            status,
            port,
            address,
            queue,
        } = self;
        let (input_in, input) = input;
        let local = Local { input: input_in, status };
        let server = port.map(|port| serve(port, local)).transpose().map_err(EdgeError::System)?;
        let version = env!("CARGO_PKG_VERSION");
        hear(Event::Started { version, address: address.map(|address| address.to_string()) });
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(follower.run());
        tasks.spawn(sender.run());
        tasks.spawn(async move { drop(attend(&mut desk, input, heard).await) });
        tokio::pin!(stop);
        let ended = loop {
            tokio::select! {
                () = &mut stop => break Ok(()),
                Some(event) = events.recv() => hear(event),
                // None of them ends by itself while somebody listens.
                _ = tasks.join_next() => break Err(EdgeError::Halted),
            }
        };
        tasks.shutdown().await;
        // What is being written is waited for, so that whoever starts again finds the queue free.
        while queue.strong_count() > 0 {
            tokio::time::sleep(MOMENT).await;
        }
        if let Some((server, handle)) = server {
            handle.stop(true).await;
            drop(server.await);
        }
        // What was said before the end is still said.
        while let Ok(event) = events.try_recv() {
            hear(event);
        }
        ended
    }
}

/// Serves the port of the readers.
fn serve(
    (listener, token): (TcpListener, Option<Token>),
    local: Local,
) -> std::io::Result<(tokio::task::JoinHandle<std::io::Result<()>>, edge::ServerHandle)> {
    let local = Arc::new(local);
    let asked: Arc<dyn edge::Desk> = local.clone();
    let more = move |config: &mut edge::ServiceConfig| edge::routes(config, asked.clone());
    let server = edge::serve(listener, token, local, more)?;
    let handle = server.handle();
    Ok((tokio::spawn(server), handle))
}

/// Lets the desk take in one thing after the other.
async fn attend(
    desk: &mut Desk,
    mut input: mpsc::Receiver<Input>,
    mut heard: mpsc::Receiver<Heard>,
) -> Result<(), Closed> {
    let mut tick = tokio::time::interval(TICK);
    let mut ticks = 0;
    // Readings wait for the first list, or for the word that the exchange is out of reach. With a list of before the
    // start they wait for a few seconds at most: it may lack a recall, and is better than none.
    let (mut has_begun, mut has_kept) = (false, false);
    loop {
        tokio::select! {
            biased;
            // A recall goes before a reading that it takes back.
            Some(heard) = heard.recv() => {
                has_begun |= matches!(heard, Heard::Current(_) | Heard::Connected(_));
                has_kept |= matches!(heard, Heard::Kept(_));
                desk.hear(heard).await?;
            }
            _ = tick.tick() => {
                desk.tick().await?;
                ticks += 1;
                has_begun |= has_kept && ticks > TICKS_WITH_KEPT;
                if ticks % TICKS_A_STATUS == 0 {
                    desk.take(Input::Status).await?;
                }
            }
            Some(input) = input.recv(), if has_begun => desk.take(input).await?,
        }
    }
}

/// The port's way to the desk.
struct Local {
    input: mpsc::Sender<Input>,
    status: watch::Receiver<Status>,
}

impl Reads for Local {
    fn take(&self, read: Read) -> Result<(), Busy> {
        self.input.try_send(Input::Read(read)).map_err(|_| Busy)
    }
}

impl edge::Desk for Local {
    fn take(&self, answer: Answer) -> Taking {
        let input = self.input.clone();
        Box::pin(async move {
            let (reply, taken) = tokio::sync::oneshot::channel();
            let ending = |_| Stuck::Not(NotTaken::Ending.to_string());
            input.send(Input::Answer(answer, Some(reply))).await.map_err(ending)?;
            let taken = taken.await.unwrap_or(Err(NotTaken::Ending));
            match taken {
                Ok(Taken::Queued(record)) => Ok(Verdict { state: "queued", record: Some(record) }),
                Ok(Taken::Forgotten) => Ok(Verdict { state: "forgotten", record: None }),
                Ok(Taken::Open) => Ok(Verdict { state: "open", record: None }),
                Err(NotTaken::Unknown) => Err(Stuck::Unknown(NotTaken::Unknown.to_string())),
                Err(why) => Err(Stuck::Not(why.to_string())),
            }
        })
    }

    fn status(&self) -> Status {
        self.status.borrow().clone()
    }
}
