//! Serving: as the endpoint, or as a hub.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_central::http::{Gate, router, serve};
use cacah_central::hub::{self, HubPlace};
use cacah_family::host::{Host, SystemHost};
use cacah_wire::down::Ticket;
use clap::{Args, Subcommand};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::{Failed, open, say};

/// Batches of hubs received at once.
const HUB_BATCHES: usize = 8;

/// Serving.
#[derive(Subcommand)]
pub enum Serving {
    /// Serve on HTTPS until ctrl-c or SIGTERM; makes the data folder when it is empty.
    Serve(Serve),
    /// Print a one-time ticket for a hub, good for an hour.
    HubTicket {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
        /// What the office calls it.
        #[arg(long)]
        name: String,
        /// Host name or address under which laptops reach the hub; may be repeated.
        #[arg(long, required = true)]
        host: Vec<String>,
        /// Where the hub finds this endpoint.
        #[arg(long)]
        url: String,
    },
    /// Take a hub's access away, as when its machine was stolen.
    HubEnd {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
        /// What the office calls it.
        #[arg(long)]
        name: String,
    },
}

/// How to serve.
#[derive(Args)]
pub struct Serve {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Address and port; port 0 takes a free one. Otherwise from central.toml or CACAH_LISTEN.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Gets the URL once the port is bound.
    #[arg(long)]
    ready_file: Option<PathBuf>,
    /// As a hub of an office: keep batches and carry them on to the endpoint.
    #[arg(long)]
    hub: bool,
    /// The hub's ticket, the first time.
    #[arg(long, requires = "hub")]
    ticket: Option<String>,
}

/// What an office may set in `central.toml` in the data folder, or as CACAH_LISTEN and so on.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Address and port.
    listen: SocketAddr,
    /// Host names and addresses laptops may use, beside this machine's loopback.
    names: Vec<String>,
    /// Batches received at once; each takes up to 8 MiB.
    batches: usize,
    /// Proxies that are believed where a request came from (X-Forwarded-For), and nobody else.
    proxies: Vec<IpAddr>,
    /// MiB of batches a hub keeps at most until the endpoint has answered.
    quota: u64,
}

impl Default for Settings {
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 8271));
        let (names, proxies) = (Vec::new(), Vec::new());
        Self { listen, names, batches: 32, proxies, quota: 4096 }
    }
}

impl Serving {
    /// Does it.
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Self::Serve(serve) if serve.hub => serve.as_hub(),
            Self::Serve(serve) => serve.as_endpoint(),
            Self::HubTicket { data, by, name, host, url } => {
                let (folder, central) = open(&data)?;
                let ticket = central.hub_ticket(&by, &name, &host, (&url, folder.certificate()))?;
                say(&format!("{}\n", ticket.to_text()));
                Ok(())
            }
            Self::HubEnd { data, by, name } => Ok(open(&data)?.1.end_hub(&by, &name)?),
        }
    }
}

impl Serve {
    fn as_endpoint(&self) -> Result<(), Failed> {
        let (folder, central) = open(&self.data)?;
        let settings = settings(&self.data)?;
        let listener = TcpListener::bind(self.listen.unwrap_or(settings.listen))?;
        let address = listener.local_addr()?;
        let mut names = settings.names;
        names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        if !address.ip().is_unspecified() && !address.ip().is_loopback() {
            names.push(address.ip().to_string());
        }
        let tls = folder.tls(&names)?;
        let (central, folder) = (Arc::new(central), Arc::new(folder));
        let laptops = router(
            Arc::clone(&central),
            Gate::new(settings.batches, workers()).behind(settings.proxies.clone()),
        );
        let hubs = hub::office_router(
            central,
            Gate::new(HUB_BATCHES, workers()).behind(settings.proxies),
            folder,
        );
        let runtime = runtime()?;
        let stop = stopping(&runtime)?;
        self.tell(address)?;
        runtime.block_on(serve(laptops.merge(hubs), listener, tls, stop))?;
        Ok(())
    }

    fn as_hub(&self) -> Result<(), Failed> {
        let settings = settings(&self.data)?;
        let ticket = self.ticket.as_deref().map(Ticket::from_text).transpose()?;
        let host: Arc<dyn Host> = Arc::new(SystemHost::default());
        let runtime = runtime()?;
        let place = runtime.block_on(HubPlace::open(&self.data, ticket.as_ref(), &*host))?;
        let hub = Arc::new(place.hub(host, settings.quota << 20)?);
        let (upstream, tls, wake) = (place.upstream()?, place.tls()?, Arc::new(Notify::new()));
        let listener = TcpListener::bind(self.listen.unwrap_or(settings.listen))?;
        let gate = Gate::new(settings.batches, workers()).behind(settings.proxies);
        let router = hub::router(Arc::clone(&hub), upstream.clone(), gate, Arc::clone(&wake));
        let stop = stopping(&runtime)?;
        self.tell(listener.local_addr()?)?;
        runtime.spawn(hub::relay(hub, upstream, wake));
        runtime.block_on(serve(router, listener, tls, stop))?;
        Ok(())
    }

    fn tell(&self, address: SocketAddr) -> Result<(), Failed> {
        let url = format!("https://{address}");
        if let Some(ready) = &self.ready_file {
            std::fs::write(ready, &url)?;
        }
        say(&format!("listening on {url}\n"));
        Ok(())
    }
}

fn settings(data: &Path) -> Result<Settings, Failed> {
    let settings = Figment::from(Serialized::defaults(Settings::default()))
        .merge(Toml::file(data.join("central.toml")))
        .merge(Env::prefixed("CACAH_").only(&["listen", "names", "batches", "proxies", "quota"]));
    Ok(settings.extract()?)
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, Into::into)
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// Resolves when the program is asked to stop. It listens when this returns, not only once it is
/// awaited: whoever reads that the server is there may stop it at once.
fn stopping(
    runtime: &tokio::runtime::Runtime,
) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let _inside = runtime.enter();
    stopped()
}

/// Ctrl-C or SIGTERM.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
