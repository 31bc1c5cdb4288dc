//! The window's page in an ordinary browser: a small HTTP server for `ui/dist`, with the policy of
//! the window, that hands `POST /call` to a `cacah-desk` child.
//!
//! Windows' WebView is Chromium, and this is how Chromium gets to see the page in the tests. It
//! serves one page on the loopback address, nothing else.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

use crate::desk::Desk;

/// A running bridge; it ends when dropped.
#[derive(Debug)]
pub struct Bridge {
    address: SocketAddr,
    site: Arc<Site>,
    listening: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    policy: String,
    desk: Mutex<Option<Desk>>,
    ended: AtomicBool,
}

impl Bridge {
    /// Serves the files below `dist` under the content security policy `policy`.
    ///
    /// # Errors
    /// When `dist` cannot be read or no port is free.
    pub fn start(dist: &Path, policy: &str, desk: Desk) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(dist, "", &mut files)?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site {
            files,
            policy: policy.into(),
            desk: Mutex::new(Some(desk)),
            ended: AtomicBool::new(false),
        });
        let listening = thread::spawn({
            let site = Arc::clone(&site);
            move || site.listen(&listener)
        });
        Ok(Self { address, site, listening: Some(listening) })
    }

    /// Where the browser finds the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Takes the desk away, as a power cut does; calls fail until another one stands in.
    #[must_use]
    pub fn take_desk(&self) -> Option<Desk> {
        self.site.desk().take()
    }

    /// Puts a desk behind the page.
    pub fn put_desk(&self, desk: Desk) {
        *self.site.desk() = Some(desk);
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.site.ended.store(true, Ordering::Relaxed);
        // A last connection wakes the listener, which then sees the end.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Site {
    fn desk(&self) -> std::sync::MutexGuard<'_, Option<Desk>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            if self.ended.load(Ordering::Relaxed) {
                return;
            }
            let site = Arc::clone(self);
            // A browser that closes early is no fault of the page.
            thread::spawn(move || drop(site.answer(stream)));
        }
    }

    /// One request for each connection.
    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let request = Request::read(&mut BufReader::new(stream.try_clone()?))?;
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/call") => {
                let reply = self.call(&request.body).to_string();
                self.respond(&mut stream, "200 OK", "application/json", reply.as_bytes())
            }
            ("GET", path) => {
                let name = if path == "/" { "/index.html" } else { path };
                match self.files.get(name) {
                    Some(contents) => self.respond(&mut stream, "200 OK", kind_of(name), contents),
                    None => self.respond(&mut stream, "404 Not Found", "text/plain", b"not here"),
                }
            }
            _ => self.respond(&mut stream, "405 Method Not Allowed", "text/plain", b"not so"),
        }
    }

    /// The desk's reply; a desk that is gone answers as the window's shell would: with an error.
    fn call(&self, body: &[u8]) -> Value {
        let gone = |_| json!({"error": {"code": "INTERNAL", "message": "cacah-desk"}});
        let request: io::Result<Value> = serde_json::from_slice(body).map_err(io::Error::from);
        match self.desk().as_mut() {
            Some(desk) => request.and_then(|it| desk.exchange(it)).unwrap_or_else(gone),
            None => gone(io::Error::other("no desk")),
        }
    }

    fn respond(&self, to: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
        write!(
            to,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Content-Security-Policy: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len(),
            self.policy,
        )?;
        to.write_all(body)?;
        to.flush()
    }
}

struct Request {
    method: String,
    path: String,
    body: Vec<u8>,
}

impl Request {
    fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let mut line = String::new();
        from.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_default().to_owned();
        let (method, path) = (word(), word());
        let mut length = 0;
        loop {
            let mut header = String::new();
            from.read_line(&mut header)?;
            match header.trim_end().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().unwrap_or(0);
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = Vec::new();
        from.take(length).read_to_end(&mut body)?;
        Ok(Self { method, path, body })
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &name, files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_to_the_end_of_its_body_and_no_further() {
        let text = "POST /call HTTP/1.1\r\nHost: x\r\ncontent-length: 2\r\n\r\n{}rest";
        let request = Request::read(&mut text.as_bytes()).unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/call"));
        assert_eq!(request.body, b"{}");
    }
}
