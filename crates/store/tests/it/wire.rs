//! A wire between store and server that can be cut at the worst moment.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Nothing is cut.
const WHOLE: u8 = 0;
/// The next COMMIT reaches the server; its answer does not come back.
const CUT_ANSWER: u8 = 1;
/// The next COMMIT does not reach the server.
const CUT_QUESTION: u8 = 2;

/// Passes bytes on until it is told to cut.
pub struct Wire {
    /// Where the store connects to.
    pub port: u16,
    mode: Arc<AtomicU8>,
}

impl Wire {
    /// A wire to the server at `port`.
    pub fn to(port: u16) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let mode = Arc::new(AtomicU8::new(WHOLE));
        let shared = mode.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A server that is down takes the connection with it.
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let mode = shared.clone();
                std::thread::spawn(move || questions(from_client, to_server, &mode));
                std::thread::spawn(move || answers(server, client));
            }
        });
        Wire { port: own, mode }
    }

    /// The next COMMIT is done, but nobody hears of it.
    pub fn cut_answer(&self) {
        self.mode.store(CUT_ANSWER, Ordering::SeqCst);
    }

    /// The next COMMIT is lost on its way.
    pub fn cut_question(&self) {
        self.mode.store(CUT_QUESTION, Ordering::SeqCst);
    }
}

fn questions(mut client: TcpStream, mut server: TcpStream, mode: &AtomicU8) {
    let mut buffer = [0u8; 16 * 1024];
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        let sent = &buffer[..count];
        if sent.windows(6).any(|word| word == b"COMMIT") {
            let cut = mode.swap(WHOLE, Ordering::SeqCst);
            if cut == CUT_ANSWER {
                // The client is gone before the server can answer; the server does its work all the same.
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.write_all(sent);
                let _ = server.shutdown(Shutdown::Write);
                // Until the server has nothing more to say: it has done what it was asked.
                let _ = std::io::copy(&mut server, &mut std::io::sink());
                return;
            }
            if cut != WHOLE {
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.shutdown(Shutdown::Both);
                return;
            }
        }
        if server.write_all(sent).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
}

fn answers(mut server: TcpStream, mut client: TcpStream) {
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Both);
}
