//! Time stamps of an authority made by `openssl`.

mod authority;

use authority::Authority;
use timestamp::{Error, Request, Token, Trust};

const DIGEST: [u8; 32] = [0x5a; 32];

fn trust(authority: &Authority, name: &str) -> Trust {
    Trust::parse(&std::fs::read(authority.file(name)).unwrap()).unwrap()
}

#[test]
fn a_stamp_convinces_whoever_trusts_the_authority_or_its_issuer() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::make(folder.path(), "authority");
    let request = Request::new(DIGEST, 0x8000_0000_0000_0001);
    let answer = authority.answer(&request.to_bytes());
    let token = request.answered(&answer).unwrap();
    for trusted in ["ca.pem", "tsa.pem"] {
        let verified = token.verify(DIGEST, Some(&trust(&authority, trusted))).unwrap();
        assert!(verified.authority.contains("CN=Time"), "{verified:?}");
        assert_eq!(verified.at, token.at());
    }
    token.verify(DIGEST, None).unwrap();

    // Another digest, another request, another issuer.
    assert!(matches!(token.verify([1; 32], None), Err(Error::Wrong(_))));
    assert!(matches!(Request::new(DIGEST, 1).answered(&answer), Err(Error::Wrong("another nonce"))));
    assert!(matches!(Request::new([1; 32], 0x8000_0000_0000_0001).answered(&answer), Err(Error::Wrong("another digest"))));
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = Authority::make(elsewhere.path(), "authority");
    assert!(matches!(token.verify(DIGEST, Some(&trust(&stranger, "ca.pem"))), Err(Error::Untrusted(_))));
}

#[test]
fn a_changed_token_is_never_believed() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::make(folder.path(), "authority");
    let request = Request::new(DIGEST, 9);
    let token = request.answered(&authority.answer(&request.to_bytes())).unwrap();
    let trusted = trust(&authority, "ca.pem");
    let said = token.verify(DIGEST, Some(&trusted)).unwrap();
    for place in 0..token.bytes().len() {
        let mut changed = token.bytes().to_vec();
        changed[place] ^= 0x01;
        // What no signature covers may change, such as the unused name of an algorithm; what it says may not.
        if let Ok(changed) = Token::parse(&changed).and_then(|token| token.verify(DIGEST, Some(&trusted))) {
            assert_eq!(changed, said, "byte {place}");
        }
    }
    assert!(Token::parse(&token.bytes()[..100]).is_err());
}

#[test]
fn a_certificate_for_something_else_does_not_stamp() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::make(folder.path(), "authority");
    let request = Request::new(DIGEST, 3);
    let token = request.answered(&authority.answer(&request.to_bytes())).unwrap();
    // The issuer gave the same key a certificate for servers: it is not the one that the signature names.
    let elsewhere = tempfile::tempdir().unwrap();
    let server = Authority::make(elsewhere.path(), "server");
    assert!(token.verify(DIGEST, Some(&trust(&server, "tsa.pem"))).is_err());
    let refused = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
    assert!(matches!(request.answered(&refused), Err(Error::Refused { status: 2 })));
    assert!(matches!(Trust::parse(b"nothing"), Err(Error::NoCertificate)));
}
