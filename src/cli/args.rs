//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// A Discord bot that answers questions about roles from a TOML knowledge file.
#[derive(Debug, Parser)]
#[command(version, subcommand_precedence_over_arg = true)]
pub(super) struct Args {
    /// The configuration; `config/chiefly.toml` if there is one.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Packs, or folders of packs.
    #[arg(long, value_name = "PATH", num_args = 1.., default_value = "knowledge")]
    pub(super) knowledge: Vec<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the bot on Discord; the token comes from `DISCORD_TOKEN` or `.env`.
    Run,
    /// Try the bot in a local Discord: no token, no network.
    Sandbox(SandboxOptions),
    /// Answer one question in the terminal; without one, a prompt that goes on.
    Ask(Question),
    /// Show why a question is answered as it is.
    Explain(Question),
    /// Report every problem of the knowledge and the configuration.
    Check(CheckOptions),
    /// Measure the answers on labelled questions.
    Eval(EvalOptions),
    /// List the changes of the knowledge, the newest first.
    History(HistoryOptions),
    /// Take a change of the knowledge back, or put lost files back.
    Undo(UndoOptions),
    /// Turn another bot's answers into a pack, and say what could not be carried over.
    Import(ImportOptions),
}

#[derive(Debug, clap::Args)]
pub(super) struct SandboxOptions {
    /// The port on this machine; 0 takes a free one.
    #[arg(long, default_value_t = 7700)]
    pub(super) port: u16,
    /// Start only the local Discord, for a bot of your own.
    #[arg(long)]
    pub(super) no_bot: bool,
    /// Append every REST request of the bot to this file, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Question {
    /// The question; quotes are not needed.
    #[arg(value_name = "QUESTION")]
    pub(super) words: Vec<String>,
    /// Print one JSON object a question.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckOptions {
    /// Packs, or folders of packs, in place of `--knowledge`.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Print one JSON array of problems.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct EvalOptions {
    /// Labelled questions, as JSON Lines: `{"q", "gold", "also"}`.
    #[arg(long, value_name = "FILE")]
    pub(super) questions: PathBuf,
    /// Write what came of each question, as JSON Lines.
    #[arg(long, value_name = "OUT")]
    pub(super) predictions: Option<PathBuf>,
    /// Show which questions came out better or worse than in a file that `--predictions` wrote.
    #[arg(long, value_name = "OLD")]
    pub(super) compare: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct HistoryOptions {
    /// How many changes to list.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: u32,
    /// Show what one change did; the beginning of its id is enough.
    #[arg(long, value_name = "REV")]
    pub(super) diff: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct UndoOptions {
    /// The change to take back; the beginning of its id is enough. Without one, every file is put
    /// back as the history last knew it.
    #[arg(value_name = "REV")]
    pub(super) revision: Option<String>,
    /// Do it; without this, only show what would be done.
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportOptions {
    /// A file, or a folder of markdown files.
    #[arg(value_name = "SOURCE")]
    pub(super) source: PathBuf,
    /// The pack to write, such as `knowledge/tags.toml`.
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// What the source is; its name tells when this is left out.
    #[arg(long, value_enum)]
    pub(super) format: Option<SourceFormat>,
    /// Write over a file that is there.
    #[arg(long)]
    pub(super) force: bool,
}

/// What another bot's answers come as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum SourceFormat {
    /// TOML: a table for each tag, with `keywords` and `content`.
    Tags,
    /// JSON: `{"triggers": […], "response": "…"}` in a list, or a map from triggers to responses.
    Json,
    /// A table whose columns are named `question` and `answer`.
    Csv,
    /// Markdown with front matter (`title`, `aliases`, `keywords`); the text is the answer.
    Markdown,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Args::command().debug_assert();
    }
}
