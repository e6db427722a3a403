//! A time-stamp authority with its own issuer, made by `openssl` in a folder of the test.

use std::path::{Path, PathBuf};
use std::process::Command;

const SETTINGS: &str = "
[req]
distinguished_name = name
[name]
[issuer]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[authority]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
[server]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,serverAuth
[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
";

/// The authority.
pub struct Authority(PathBuf);

impl Authority {
    /// Makes keys and certificates in a folder; `usage` is `authority`, or `server` for one that may not stamp.
    pub fn make(folder: &Path, usage: &str) -> Authority {
        let authority = Authority(folder.to_owned());
        std::fs::write(folder.join("openssl.cnf"), SETTINGS).unwrap();
        std::fs::write(folder.join("serial"), "01\n").unwrap();
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf"];
        let rsa = ["-newkey", "rsa:2048", "-nodes", "-config", "openssl.cnf"];
        let issuer =
            ["req", "-x509", "-subj", "/CN=Issuer", "-extensions", "issuer", "-days", "3650", "-keyout", "ca.key", "-out", "ca.pem"];
        authority.run(&[&issuer[..], &curve].concat());
        authority.run(&[&["req", "-subj", "/CN=Time/O=Test", "-keyout", "tsa.key", "-out", "tsa.csr"][..], &rsa].concat());
        let signed = ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "3650"];
        authority.run(&[&signed[..], &["-extfile", "openssl.cnf", "-extensions", usage, "-out", "tsa.pem"]].concat());
        authority
    }

    fn run(&self, arguments: &[&str]) {
        let done = Command::new("openssl").args(arguments).current_dir(&self.0).output().expect("openssl is installed");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// A file of the authority: `ca.pem`, `tsa.pem`.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Answers a request as the authority does.
    pub fn answer(&self, request: &[u8]) -> Vec<u8> {
        std::fs::write(self.file("request.tsq"), request).unwrap();
        let reply = ["ts", "-reply", "-config", "openssl.cnf", "-queryfile", "request.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key"];
        self.run(&[&reply[..], &["-out", "answer.tsr"]].concat());
        std::fs::read(self.file("answer.tsr")).unwrap()
    }
}
