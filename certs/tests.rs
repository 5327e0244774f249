//! Tests of the certificate recipe: what a verifier accepts, and what other tools read.
//! Absent: stored keys or certificates; all are made here, at run time.

use std::process::Command;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::{CertificateRevocationListDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use time::Month;

use super::*;

fn day_one() -> OffsetDateTime {
    time::Date::from_calendar_date(2026, Month::March, 1).unwrap().midnight().assume_utc()
}

fn at(day: i64) -> UnixTime {
    let seconds = (day_one() + Duration::days(day)).unix_timestamp();
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds.unsigned_abs()))
}

fn verify(ca: &Ca, crl: Option<&str>, client: &Certificate, day: i64) -> Result<(), rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(ca.certificate().der.clone())).unwrap();
    let crls = crl.map(|pem| CertificateRevocationListDer::from_pem_slice(pem.as_bytes()).unwrap());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .with_crls(crls)
        .enforce_revocation_expiration()
        .build()
        .unwrap();
    let der = CertificateDer::from(client.der.as_slice());
    verifier.verify_client_cert(&der, &[], at(day)).map(|_| ())
}

fn revoked(certificate: &Certificate) -> Revocation {
    Revocation { serial: certificate.serial.clone(), at: day_one() }
}

#[test]
fn a_client_certificate_verifies_within_its_days_only() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = ca.client("guard-1", "Firm", day_one(), 30).unwrap();
    assert!(verify(&ca, None, &client.certificate, 1).is_ok());
    assert!(verify(&ca, None, &client.certificate, -1).is_err());
    assert!(verify(&ca, None, &client.certificate, 31).is_err());
}

#[test]
fn the_certificate_of_another_ca_of_the_same_name_is_refused() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let other = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = other.client("guard-1", "Firm", day_one(), 30).unwrap();
    assert!(verify(&ca, None, &client.certificate, 1).is_err());
}

#[test]
fn a_server_certificate_does_not_open_the_client_door() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let server = ca.server(&["localhost", "127.0.0.1", "::1"], day_one(), 30).unwrap();
    assert!(verify(&ca, None, &server.certificate, 1).is_err());
}

#[test]
fn a_ca_that_was_saved_goes_on_where_it_stopped() {
    let first = Ca::create("Test CA", day_one(), 365).unwrap();
    let again = Ca::load(first.cert_pem(), first.key_pem()).unwrap();
    let client = again.client("guard-1", "Firm", day_one(), 30).unwrap();
    assert!(verify(&first, None, &client.certificate, 1).is_ok());
    let crl = again.crl(&[revoked(&client.certificate)], day_one(), 7).unwrap();
    assert!(verify(&first, Some(&crl), &client.certificate, 1).is_err());
}

#[test]
fn loading_refuses_what_is_no_ca_and_keys_of_others() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let other = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = ca.client("guard-1", "Firm", day_one(), 30).unwrap();
    let load = |cert: &str, key: &str| Ca::load(cert, key).unwrap_err();
    assert!(matches!(load(ca.cert_pem(), other.key_pem()), PkiError::KeyMismatch));
    assert!(matches!(load(client.cert_pem(), &client.key_pem), PkiError::NotACa));
    assert!(matches!(load("nothing", ca.key_pem()), PkiError::NotPem(_)));
    assert!(matches!(load(ca.cert_pem(), "nothing"), PkiError::NotPem(_)));
}

#[test]
fn a_revoked_certificate_and_an_overdue_list_are_refused() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let good = ca.client("guard-1", "Firm", day_one(), 90).unwrap().certificate;
    let bad = ca.client("guard-2", "Firm", day_one(), 90).unwrap().certificate;
    let crl = ca.crl(&[revoked(&bad)], day_one(), 7).unwrap();
    assert!(verify(&ca, Some(&crl), &good, 1).is_ok());
    assert!(verify(&ca, Some(&crl), &bad, 1).is_err());
    assert!(verify(&ca, Some(&crl), &good, 8).is_err());
    assert_eq!(read_crl(&crl).unwrap(), [revoked(&bad)]);
    assert!(read_crl(&ca.crl(&[], day_one(), 7).unwrap()).unwrap().is_empty());
}

#[test]
fn only_the_key_of_a_request_is_taken_over() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let key = new_key().unwrap();
    // Asks to become a certificate authority named like somebody else.
    let mut wish = CertificateParams::default();
    wish.distinguished_name.push(DnType::CommonName, "chief");
    wish.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let request = wish.serialize_request(&key).unwrap();
    let pem = request.pem().unwrap();
    let signed = ca.sign_csr(&pem, "guard-1", "Firm", day_one(), 30).unwrap();
    assert!(verify(&ca, None, &signed, 1).is_ok());
    let (_, parsed) = X509Certificate::from_der(&signed.der).unwrap();
    assert!(!parsed.is_ca());
    assert_eq!(parsed.subject().to_string(), "O=Firm, CN=guard-1");
    assert_eq!(parsed.public_key().raw, key.subject_public_key_info());

    // One other letter near the end is another signature.
    let place = pem.rfind("-----END").unwrap() - 8;
    let letter = if pem.as_bytes()[place] == b'A' { "B" } else { "A" };
    let forged = format!("{}{letter}{}", &pem[..place], &pem[place + 1..]);
    let refused = ca.sign_csr(&forged, "guard-1", "Firm", day_one(), 30).unwrap_err();
    assert!(matches!(refused, PkiError::Request));
}

#[test]
fn serial_numbers_are_random_positive_and_of_full_length() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let one = ca.client("guard-1", "Firm", day_one(), 30).unwrap().certificate;
    let two = ca.client("guard-1", "Firm", day_one(), 30).unwrap().certificate;
    assert_ne!(one.serial, two.serial);
    for certificate in [&one, &two, ca.certificate()] {
        assert_eq!(certificate.serial.len(), SERIAL_OCTETS);
        assert!(certificate.serial[0] & 0x80 == 0);
    }
}

#[test]
fn names_and_days_that_cannot_be_written_are_refused() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = |name: &str, days| ca.client(name, "Firm", day_one(), days).map(|_| ());
    assert!(matches!(client("", 30), Err(PkiError::SubjectName)));
    assert!(matches!(client(&"x".repeat(65), 30), Err(PkiError::SubjectName)));
    assert!(matches!(client("a\nb", 30), Err(PkiError::SubjectName)));
    assert!(matches!(client("guard-1", 0), Err(PkiError::Validity)));
    assert!(matches!(client("guard-1", u32::MAX), Err(PkiError::Validity)));
    for names in [&[][..], &["two words"], &["localhost", "bad/name"], &[""]] {
        assert!(matches!(ca.server(names, day_one(), 30), Err(PkiError::ServerName)));
    }
}

#[test]
fn a_bundle_opens_with_its_password_only() {
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = ca.client("guard-1", "Firm", day_one(), 30).unwrap();
    assert!(matches!(client.p12("short", &ca), Err(PkiError::Password)));
    let bundle = client.p12("correct-horse", &ca).unwrap();
    let open = |password: &str| {
        let policy = p12_keystore::Pkcs12ImportPolicy::Strict;
        p12_keystore::KeyStore::from_pkcs12(&bundle, password, policy)
    };
    assert!(open("wrong-horse").is_err());
    let opened = open("correct-horse").unwrap();
    let (_, chain) = opened.private_key_chain().unwrap();
    let certs: Vec<_> = chain.certs().iter().map(|c| c.as_der().to_vec()).collect();
    assert_eq!(certs, [client.cert_der().to_vec(), ca.certificate().der.clone()]);
}

/// A second opinion where the machine has one; its absence is no failure of the recipe.
#[test]
fn openssl_agrees_about_chain_bundle_and_list() {
    if Command::new("openssl").arg("version").output().is_err() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let ca = Ca::create("Test CA", day_one(), 365).unwrap();
    let client = ca.client("guard-1", "Firm", day_one(), 90).unwrap();
    let crl = ca.crl(&[revoked(&client.certificate)], day_one(), 60).unwrap();
    write_public(&dir.path().join("ca.pem"), ca.cert_pem().as_bytes()).unwrap();
    write_public(&dir.path().join("c.pem"), client.cert_pem().as_bytes()).unwrap();
    write_public(&dir.path().join("crl.pem"), crl.as_bytes()).unwrap();
    let bundle = client.p12("correct-horse", &ca).unwrap();
    write_private(&dir.path().join("c.p12"), &bundle).unwrap();
    let moment = (day_one() + Duration::days(1)).unix_timestamp().to_string();
    let openssl = |words: &str| {
        let words = words.replace("NOW", &moment);
        Command::new("openssl").args(words.split(' ')).current_dir(&dir).output().unwrap()
    };
    let verify = "verify -x509_strict -attime NOW -purpose sslclient -CAfile ca.pem";
    assert!(openssl(&format!("{verify} c.pem")).status.success());
    let checked = openssl(&format!("{verify} -crl_check -CRLfile crl.pem c.pem"));
    assert!(String::from_utf8_lossy(&checked.stderr).contains("certificate revoked"));
    let read = openssl("pkcs12 -in c.p12 -passin pass:correct-horse -info -noout");
    let info = String::from_utf8_lossy(&read.stderr).into_owned();
    assert!(read.status.success() && info.contains("AES-256-CBC"), "{info}");
}
