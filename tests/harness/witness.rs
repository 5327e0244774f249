//! A witness of the harness: honest, until the test makes it forget, lie or be away. Not the one that
//! `samen witness` runs, so that the exchange is tried on a second one. Absent: a disk.

use std::sync::{Arc, Mutex};

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, web};
use samen_audit::cosignature::WitnessSigner;
use samen_audit::note::{Note, VerifierKey};
use samen_audit::witness::{
    AddCheckpoint, SIZE_MEDIA_TYPE, Seen, WitnessRefusal, encode_size, judge,
};

use super::neighbor::Neighbor;

/// What a witness knows and does.
pub(crate) struct Memory {
    signer: WitnessSigner,
    /// The logs that it knows.
    pub(crate) log_keys: Vec<VerifierKey>,
    /// What it cosigned last.
    pub(crate) seen: Option<Seen>,
    /// The note that it cosigned last.
    pub(crate) note: String,
    /// Every request, by what came of it.
    pub(crate) answers: Vec<&'static str>,
}

/// A witness, running.
pub(crate) struct Witness {
    pub(crate) name: &'static str,
    pub(crate) memory: Arc<Mutex<Memory>>,
    neighbor: Neighbor,
}

impl Witness {
    /// Starts a witness that knows a log.
    pub(crate) async fn start(name: &'static str, log_key: &VerifierKey) -> Self {
        let seed = [u8::try_from(name.len()).unwrap() ^ name.as_bytes()[0]; 32];
        let signer = WitnessSigner::from_seed(&format!("{name}.example/w1"), &seed).unwrap();
        let memory = Memory {
            signer,
            log_keys: vec![log_key.clone()],
            seen: None,
            note: String::new(),
            answers: Vec::new(),
        };
        let mut witness =
            Self { name, memory: Arc::new(Mutex::new(memory)), neighbor: Neighbor::new() };
        witness.come_back().await;
        witness
    }

    /// Listens, on the same port as before.
    pub(crate) async fn come_back(&mut self) {
        let memory = web::Data::from(self.memory.clone());
        let configure = move |config: &mut ServiceConfig| {
            config.app_data(memory.clone()).route("/add-checkpoint", web::post().to(add));
        };
        self.neighbor.come_back(configure).await;
    }

    /// Is out of reach from now on.
    pub(crate) async fn leave(&mut self) {
        self.neighbor.leave().await;
    }

    /// Its line in a policy.
    pub(crate) fn line(&self) -> String {
        let key = self.memory.lock().unwrap().signer.key().to_string();
        format!("witness {} {key} http://{}\n", self.name, self.neighbor.address())
    }

    /// The size that it cosigned last.
    pub(crate) fn size(&self) -> u64 {
        self.memory.lock().unwrap().seen.map_or(0, |seen| seen.size)
    }
}

/// Some seconds since 1970, the same for every cosignature.
const TIME_S: u64 = 1_795_208_400;

async fn add(memory: web::Data<Mutex<Memory>>, body: web::Bytes) -> HttpResponse {
    let mut memory = memory.lock().unwrap();
    let known = |request: AddCheckpoint| {
        let origin = request.checkpoint()?.origin;
        let known = memory.log_keys.iter().any(|key| key.name() == origin);
        if known { Ok(request) } else { Err(WitnessRefusal::UnknownOrigin) }
    };
    let judged = AddCheckpoint::parse(&body)
        .and_then(known)
        .and_then(|request| judge(&request, &memory.log_keys, memory.seen.as_ref()));
    let (answer, response) = match judged {
        Ok(seen) => {
            let request = AddCheckpoint::parse(&body).unwrap();
            let text = Note::parse(&request.note).unwrap().text;
            let line = memory.signer.cosign(&text, TIME_S);
            let mut note = Note::parse(&request.note).unwrap();
            note.add(line.clone());
            memory.seen = Some(seen);
            memory.note = note.encode();
            ("cosigned", HttpResponse::Ok().body(line.encode()))
        }
        Err(WitnessRefusal::Conflict { size }) => (
            "conflict",
            HttpResponse::Conflict().content_type(SIZE_MEDIA_TYPE).body(encode_size(size)),
        ),
        Err(WitnessRefusal::OtherRoot) => ("other-root", HttpResponse::Conflict().finish()),
        Err(WitnessRefusal::BadProof) => {
            ("bad-proof", HttpResponse::UnprocessableEntity().finish())
        }
        Err(WitnessRefusal::UnknownOrigin) => ("unknown", HttpResponse::NotFound().finish()),
        Err(WitnessRefusal::NotSigned) => ("not-signed", HttpResponse::Forbidden().finish()),
        Err(_) => ("malformed", HttpResponse::BadRequest().finish()),
    };
    memory.answers.push(answer);
    response
}
