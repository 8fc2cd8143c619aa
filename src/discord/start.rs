//! Connecting, and what can go wrong with it.

use std::{future::Future, sync::Arc, time::Duration};

use poise::{Framework, FrameworkOptions, PrefixFrameworkOptions};
use serenity::{
    all::{
        ChannelId, Client, ClientBuilder, GatewayError, GatewayIntents, Http, HttpBuilder,
        HttpError,
    },
    http::StatusCode,
};
use tokio::{sync::RwLock, time::timeout};

use super::{
    Handle,
    bulletin::Bulletin,
    commands,
    delivery::Delivery,
    events::{handle, report},
    memory::Memory,
    pace::{Limits, Pace},
    render,
    watch::{Watch, Watched},
};
use crate::{
    advisor::{Advisor, Rights},
    answer::Link,
};

/// What the bot needs to connect.
#[derive(Debug, Clone)]
pub struct BotOptions {
    /// The bot's token, without `Bot `.
    pub token: String,
    /// The address of a server that speaks Discord's protocol, such as `http://127.0.0.1:7700`;
    /// `None` is Discord itself.
    pub api_base: Option<String>,
    /// The channels in which it may speak unasked.
    pub watched: Watched,
    /// How often it may be asked.
    pub limits: Limits,
    /// Who may change the knowledge.
    pub rights: Rights,
    /// What `/about` links to.
    pub links: Vec<Link>,
    /// The channel that is told when the files of the knowledge cannot be used.
    pub moderators_channel: Option<u64>,
    /// What tells the time.
    pub clock: super::Clock,
}

/// Why the bot cannot run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The token has not the form of one, was mistyped, or was reset.
    #[error(
        "Discord refuses the token. Copy it again from the Bot page of your application at https://discord.com/developers/applications, and put it into DISCORD_TOKEN"
    )]
    WrongToken,
    /// The application lacks an intent.
    #[error(
        "Discord refuses the intents. Switch them on under Privileged Gateway Intents on the Bot page of your application at https://discord.com/developers/applications"
    )]
    MissingIntents,
    /// `api_base` is no address.
    #[error("`{0}` is no address of a server; discord.api_base looks like http://127.0.0.1:7700")]
    BadAddress(String),
    /// Nobody answers.
    #[error("cannot reach {server}: {reason}")]
    Unreachable {
        /// Who was to be reached.
        server: String,
        /// What stood in the way.
        reason: String,
    },
    /// The connection ended and cannot be taken up again.
    #[error("the connection to Discord ended: {0}")]
    Ended(String),
}

/// The events the bot always listens to; none of them is privileged.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILD_MESSAGES.union(GatewayIntents::DIRECT_MESSAGES);

/// How long a bot that is stopped goes on with what it was asked before.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// What other people say to each other is asked for only where it is to be read.
fn intents(watched: &Watched) -> GatewayIntents {
    if watched.channels.is_empty() {
        INTENTS
    } else {
        INTENTS.union(GatewayIntents::MESSAGE_CONTENT)
    }
}

/// Runs the bot until `shutdown` completes or Discord sends it away.
pub async fn run(
    options: BotOptions,
    advisor: Arc<Advisor>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), StartError> {
    if serenity::utils::token::validate(&options.token).is_err() {
        return Err(StartError::WrongToken);
    }
    let server = options.api_base.clone().unwrap_or_else(|| "Discord".into());
    let http = http(&options)?;
    // Asked first, because it tells a wrong token from a network that is down.
    let user = http
        .get_current_user()
        .await
        .map_err(|error| refusal(error, &server))?;
    http.get_gateway()
        .await
        .map_err(|error| refusal(error, &server))?;
    let delivery = Arc::new(Delivery::new(options.clock.clone()));
    let under_way = Arc::<RwLock<()>>::default();
    let framework = framework(Arc::clone(&advisor), &delivery, &under_way, &options);
    let mut client = ClientBuilder::new_with_http(http, intents(&options.watched))
        .framework(framework)
        .await
        .map_err(|error| refusal(error, &server))?;
    tracing::info!(bot = %user.name, "connecting to {server}");
    stop_with(&client, shutdown);
    let channel = options.moderators_channel.filter(|id| *id > 0);
    let bulletin = channel.map(|id| Bulletin {
        channel: ChannelId::new(id),
        http: Arc::clone(&client.http),
        delivery,
        clock: options.clock,
    });
    let _posting = bulletin.and_then(|bulletin| bulletin.post(advisor));
    let ended = client.start_autosharded().await;
    // Whoever has asked gets the answer that is under way.
    if timeout(LAST_WORDS, under_way.write()).await.is_err() {
        tracing::warn!("stopped before everything was answered");
    }
    ended.map_err(|error| refusal(error, &server))
}

fn http(options: &BotOptions) -> Result<Http, StartError> {
    let builder = HttpBuilder::new(&options.token);
    let Some(base) = &options.api_base else {
        return Ok(builder.build());
    };
    let bad = || StartError::BadAddress(base.clone());
    let address = reqwest::Url::parse(base).map_err(|_| bad())?;
    if !matches!(address.scheme(), "http" | "https") || address.host().is_none() {
        return Err(bad());
    }
    // Serenity adds "/api/v10" itself.
    let root = base
        .trim_end_matches('/')
        .trim_end_matches("/v10")
        .trim_end_matches("/api");
    let client = reqwest::Client::builder()
        // A proxy of the environment is for the world outside, not for a server named here.
        .no_proxy()
        .build()
        .map_err(|_| bad())?;
    // With serenity's own rate limiter on, the address would be ignored and Discord asked.
    Ok(builder
        .client(client)
        .proxy(root)
        .ratelimiter_disabled(true)
        .build())
}

fn framework(
    advisor: Arc<Advisor>,
    delivery: &Arc<Delivery>,
    under_way: &Arc<RwLock<()>>,
    bot: &BotOptions,
) -> Framework<Handle, serenity::Error> {
    let (delivery, under_way) = (Arc::clone(delivery), Arc::clone(under_way));
    let (clock, watched, limits) = (bot.clock.clone(), bot.watched.clone(), bot.limits);
    let (rights, links) = (bot.rights.clone(), bot.links.clone());
    let options = FrameworkOptions {
        commands: commands::all(),
        command_check: Some(|ctx| Box::pin(commands::admit(ctx))),
        event_handler: |framework, event| Box::pin(handle(framework, event)),
        on_error: |error| Box::pin(report(error)),
        allowed_mentions: Some(render::no_mentions()),
        prefix_options: PrefixFrameworkOptions {
            mention_as_prefix: false,
            ..PrefixFrameworkOptions::default()
        },
        ..FrameworkOptions::default()
    };
    Framework::builder()
        .options(options)
        .setup(move |ctx, ready, framework| {
            Box::pin(async move {
                poise::builtins::register_globally(ctx, &framework.options().commands).await?;
                tracing::info!(bot = %ready.user.name, "ready");
                Ok(Handle {
                    advisor,
                    memory: Memory::default(),
                    delivery,
                    watch: Watch::new(&watched),
                    rights,
                    links,
                    pace: Pace::new(limits, clock.clone()),
                    started: clock.unix_after(Duration::ZERO),
                    clock,
                    under_way,
                })
            })
        })
        .build()
}

fn stop_with(client: &Client, shutdown: impl Future<Output = ()> + Send + 'static) {
    let shards = Arc::clone(&client.shard_manager);
    tokio::spawn(async move {
        shutdown.await;
        shards.shutdown_all().await;
    });
}

/// What an error of serenity means to the person who starts the bot.
fn refusal(error: serenity::Error, server: &str) -> StartError {
    use serenity::Error;
    let unreachable = |reason: String| StartError::Unreachable {
        server: server.to_owned(),
        reason,
    };
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            if response.status_code == StatusCode::UNAUTHORIZED {
                StartError::WrongToken
            } else {
                unreachable(format!("it answers {}", response.status_code))
            }
        }
        Error::Http(HttpError::Request(error)) => unreachable(innermost(&error)),
        Error::Http(HttpError::InvalidHeader(_))
        | Error::Gateway(GatewayError::InvalidAuthentication) => StartError::WrongToken,
        Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        ) => StartError::MissingIntents,
        other => StartError::Ended(other.to_string()),
    }
}

/// The root of a chain of errors says what happened; the rest says where.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
