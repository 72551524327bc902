//! The network between a browser and the service, to be cut by hand.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedWriteHalf},
    sync::watch,
};

/// Bytes that go through at a time.
const CHUNK: usize = 16 * 1024;
/// What a proxy says that knows nothing of the service behind it.
const REFUSED: &[u8] =
    b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\nForbidden";

/// What the network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Network {
    /// Lets all of it through.
    Whole,
    /// Lets nothing through, and ends what was open.
    Cut,
    /// Brings what is asked, and loses what is answered.
    Deaf,
    /// Answers by itself that nothing may pass, as a proxy does or the door of a public network.
    Barred,
}

/// A relay in front of a service.
pub(crate) struct Relay {
    /// Its own address.
    pub(crate) url: String,
    network: Arc<watch::Sender<Network>>,
    lost: Arc<AtomicUsize>,
}

impl Relay {
    /// Stands before the service at this address.
    pub(crate) async fn before(service: &str) -> Self {
        let service = service.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let network = Arc::new(watch::Sender::new(Network::Whole));
        let lost = Arc::new(AtomicUsize::new(0));
        let (states, counted) = (Arc::clone(&network), Arc::clone(&lost));
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let (service, network, lost) = (service.clone(), states.subscribe(), Arc::clone(&counted));
                tokio::spawn(carry(browser, service, network, lost));
            }
        });
        Self { url, network, lost }
    }

    /// Ends what is open and lets nothing through.
    pub(crate) fn cut(&self) {
        self.network.send_replace(Network::Cut);
    }

    /// From now on what is asked arrives, and what is answered is lost.
    pub(crate) fn lose_replies(&self) {
        self.network.send_replace(Network::Deaf);
    }

    /// From now on whatever is asked is refused here, and never reaches the service.
    pub(crate) fn bar(&self) {
        self.network.send_replace(Network::Barred);
    }

    /// Lets everything through again.
    pub(crate) fn mend(&self) {
        self.network.send_replace(Network::Whole);
    }

    /// Answers of the service that were lost.
    pub(crate) fn lost(&self) -> usize {
        self.lost.load(Ordering::SeqCst)
    }
}

/// One connection, until either side or the network ends it.
async fn carry(browser: TcpStream, service: String, mut network: watch::Receiver<Network>, lost: Arc<AtomicUsize>) {
    if *network.borrow() == Network::Cut {
        return;
    }
    let Ok(service) = TcpStream::connect(&service).await else { return };
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_service, mut to_service) = service.into_split();
    let (mut asked, mut answered) = (vec![0; CHUNK], vec![0; CHUNK]);
    loop {
        let deaf = *network.borrow_and_update() == Network::Deaf;
        let goes_on = tokio::select! {
            changed = network.changed() => changed.is_ok() && *network.borrow() != Network::Cut,
            read = from_browser.read(&mut asked) => {
                let is_barred = *network.borrow() == Network::Barred;
                match is_barred {
                    // One word, and the door is shut.
                    true => {
                        passes(REFUSED, REFUSED.len(), &mut to_browser).await;
                        false
                    }
                    false => passes(&asked, read.unwrap_or(0), &mut to_service).await,
                }
            }
            read = from_service.read(&mut answered) => {
                let read = read.unwrap_or(0);
                if deaf && read > 0 {
                    lost.fetch_add(1, Ordering::SeqCst);
                }
                // A browser that waits for ever is no test: the connection ends with what it lost.
                !deaf && passes(&answered, read, &mut to_browser).await
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// Hands on what was read; whether there may be more.
async fn passes(bytes: &[u8], read: usize, to: &mut OwnedWriteHalf) -> bool {
    read > 0 && to.write_all(&bytes[..read]).await.is_ok()
}
