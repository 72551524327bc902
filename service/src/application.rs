//! The only wiring: which parts there are, and how they hang together.

use std::{net::TcpListener, sync::Arc};

use actix_web::{
    App, HttpRequest, HttpServer,
    dev::{Server, ServerHandle},
    error::UrlencodedError,
    middleware::{Compress, from_fn},
    web::{self, Data, FormConfig, JsonConfig, PathConfig, QueryConfig},
};
use peil_questionnaires::{Library, LibraryError};
use tokio::{sync::watch, task::JoinHandle};
use tracing_actix_web::TracingLogger;

use crate::{
    access::{PasswordError, Passwords, PerAddress},
    analyse::{AnalyseError, Simulations, renew_stale},
    api,
    clock::SharedClock,
    collect::{InstrumentError, Libraries, register_instruments},
    config::Settings,
    jobs::{LiveUpdates, Worker},
    pages::{self, Pages, texts::TextsError},
    store::{Store, StoreError},
    telemetry::RequestSpan,
    web::{Problem, ProblemKind, PublicAddress, guard, json_problem, security_headers},
};

/// The largest message that an address takes, unless it says otherwise.
const BODY_LIMIT: usize = 64 * 1024;
/// Secrets that are hashed or checked at the same time; each takes 19 MiB.
const HASHING_PLACES: usize = 4;

/// Why the service cannot start. Each is one line with its remedy.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// The address is taken.
    #[error("{address} is in use by another program; stop it, or choose another address with --listen 127.0.0.1:8081")]
    AddressInUse {
        /// The address.
        address: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A questionnaire that ships with this version is broken.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A stored instrument version differs from the one that ships.
    #[error(transparent)]
    Instrument(#[from] InstrumentError),
    /// A stored model cannot be looked at.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// A locale file is broken.
    #[error(transparent)]
    Texts(#[from] TextsError),
    /// The machine cannot hash.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The running service.
pub struct Application {
    server: Server,
    address: String,
    worker: JoinHandle<()>,
    stop_worker: watch::Sender<bool>,
}

/// Takes the address, so that a taken one is known before anything else is started.
///
/// # Errors
///
/// [`ApplicationError::AddressInUse`] or [`ApplicationError::Listen`].
pub fn listen(settings: &Settings) -> Result<TcpListener, ApplicationError> {
    let address = settings.listen.to_string();
    TcpListener::bind(settings.listen).map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => ApplicationError::AddressInUse { address },
        _ => ApplicationError::Listen { address, source },
    })
}

impl Application {
    /// Puts the parts together on an address that was taken before.
    ///
    /// # Errors
    ///
    /// [`ApplicationError`]; nothing keeps running then.
    pub async fn build(
        settings: &Settings,
        listener: TcpListener,
        store: Store,
        clock: SharedClock,
    ) -> Result<Self, ApplicationError> {
        let library = Arc::new(Library::embedded()?);
        register_everywhere(&store, &library, &clock).await?;
        let passwords = Passwords::new(HASHING_PLACES)?;
        let live = LiveUpdates::default();
        let libraries = Libraries::new(library);
        let worker = Worker::new(store.clone(), libraries.clone(), Arc::clone(&clock), live.clone());
        let pages = Data::new(Pages::new(settings.public_url.clone())?);
        let fhir = Data::new(api::FhirBase::new(&settings.public_url));
        let public = Data::new(PublicAddress::new(&settings.public_url));
        let crowd = PerAddress::new(settings.attempts_per_minute, settings.trusted_proxy);
        let address = listener.local_addr().map_or_else(|_| settings.listen.to_string(), |address| address.to_string());
        let (stop_worker, stopped) = watch::channel(false);
        let parts = Parts {
            store,
            libraries: Data::new(libraries),
            passwords,
            clock,
            worker: worker.clone(),
            live,
            pages,
            fhir,
            public,
            crowd,
            simulations: Data::new(Simulations::default()),
            stopped: stopped.clone(),
        };
        let server = HttpServer::new(move || {
            App::new()
                .configure(|config| parts.hang(config))
                .wrap(from_fn(guard))
                .wrap(from_fn(pages::problem_pages))
                .wrap(from_fn(api::fhir_outcomes))
                .wrap(Compress::default())
                .wrap(TracingLogger::<RequestSpan>::new())
                .wrap(security_headers())
        })
        .workers(std::thread::available_parallelism().map_or(2, usize::from).max(2))
        .shutdown_timeout(5)
        .disable_signals()
        .listen(listener)
        .map_err(|source| ApplicationError::Listen { address: address.clone(), source })?
        .run();
        Ok(Self { server, address, worker: tokio::spawn(worker.run(stopped)), stop_worker })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves until `stop` is done; requests that are under way are finished.
    ///
    /// # Errors
    ///
    /// [`ApplicationError::Listen`] when the server breaks down.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), ApplicationError> {
        let Self { server, address, worker, stop_worker } = self;
        let handle = server.handle();
        let mut running = tokio::spawn(server);
        let mut worker = worker;
        let broken = |source| ApplicationError::Listen { address: address.clone(), source };
        tokio::select! {
            () = stop => shut(&handle, &stop_worker).await,
            _ = &mut running => return Err(broken(std::io::Error::other("the server stopped by itself"))),
            // Without its worker the service would show stale pages for ever: better to stop and be started anew.
            _ = &mut worker => {
                handle.stop(true).await;
                return Err(broken(std::io::Error::other("the worker stopped by itself")));
            }
        }
        let _ = worker.await;
        running.await.map_err(std::io::Error::other).and_then(|ended| ended).map_err(broken)
    }
}

async fn shut(handle: &ServerHandle, stop_worker: &watch::Sender<bool>) {
    // Open pages listen without end; they are told first, so that the server need not wait for them.
    let _ = stop_worker.send(true);
    handle.stop(true).await;
}

/// Every organisation knows the instrument versions that ship (a version that changed stops the start), and models of an
/// older analysis are fitted anew.
async fn register_everywhere(store: &Store, library: &Library, clock: &SharedClock) -> Result<(), ApplicationError> {
    let mut connection = store.connect().await?;
    for organisation in connection.organisations().await? {
        let tenant = connection.begin(organisation.id).await?;
        register_instruments(&tenant, library, clock.now()).await?;
        renew_stale(&tenant, clock.now()).await?;
        tenant.commit().await?;
    }
    Ok(())
}

/// What handlers ask for.
#[derive(Clone)]
struct Parts {
    store: Store,
    libraries: Data<Libraries>,
    passwords: Passwords,
    clock: SharedClock,
    worker: Worker,
    live: LiveUpdates,
    pages: Data<Pages>,
    fhir: Data<api::FhirBase>,
    public: Data<PublicAddress>,
    crowd: PerAddress,
    simulations: Data<Simulations>,
    stopped: watch::Receiver<bool>,
}

impl Parts {
    fn hang(&self, config: &mut web::ServiceConfig) {
        config
            .app_data(Data::new(self.store.clone()))
            .app_data(self.libraries.clone())
            .app_data(Data::new(self.passwords.clone()))
            .app_data(Data::new(Arc::clone(&self.clock)))
            .app_data(Data::new(self.worker.clone()))
            .app_data(Data::new(self.live.clone()))
            .app_data(self.pages.clone())
            .app_data(self.fhir.clone())
            .app_data(self.public.clone())
            .app_data(Data::new(self.crowd.clone()))
            .app_data(self.simulations.clone())
            .app_data(Data::new(self.stopped.clone()))
            .app_data(JsonConfig::default().limit(BODY_LIMIT).error_handler(json_problem))
            .app_data(FormConfig::default().limit(BODY_LIMIT).error_handler(form_problem))
            .app_data(PathConfig::default().error_handler(|_, _| Problem::new(ProblemKind::NotFound).into()))
            .app_data(QueryConfig::default().error_handler(|_, _| Problem::new(ProblemKind::MalformedBody).into()))
            .configure(api::configure)
            .configure(pages::configure)
            .default_service(web::to(nothing_here));
    }
}

async fn nothing_here() -> Result<actix_web::HttpResponse, Problem> {
    Err(Problem::new(ProblemKind::NotFound))
}

fn form_problem(error: UrlencodedError, _: &HttpRequest) -> actix_web::Error {
    let kind = match error {
        UrlencodedError::Overflow { .. } => ProblemKind::BodyTooLarge,
        _ => ProblemKind::MalformedBody,
    };
    Problem::new(kind).into()
}
