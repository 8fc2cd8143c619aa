//! The bot to compare with: the same library, no thought.

use poise::{CreateReply, Framework, FrameworkOptions};
use serenity::all::{ClientBuilder, CreateEmbed, GatewayIntents, HttpBuilder};

type Context<'a> = poise::Context<'a, (), serenity::Error>;

/// Replies with a constant embed
#[poise::command(slash_command)]
async fn ask(
    ctx: Context<'_>,
    #[description = "Ignored"] question: String,
) -> Result<(), serenity::Error> {
    let _ = question;
    let embed = CreateEmbed::new()
        .title("An answer")
        .description("Always the same.");
    ctx.send(CreateReply::default().embed(embed)).await?;
    Ok(())
}

/// Connects and serves until the task ends.
pub(crate) async fn run(url: String, token: String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let http = HttpBuilder::new(&token)
        .client(client)
        .proxy(&url)
        .ratelimiter_disabled(true)
        .build();
    let framework = Framework::builder()
        .options(FrameworkOptions {
            commands: vec![ask()],
            ..FrameworkOptions::default()
        })
        .setup(|ctx, _, framework| {
            Box::pin(async move {
                poise::builtins::register_globally(ctx, &framework.options().commands).await
            })
        })
        .build();
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::empty())
        .framework(framework)
        .await
        .unwrap();
    // Ends with the sandbox.
    let _ = client.start().await;
}
