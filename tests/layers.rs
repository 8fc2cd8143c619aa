//! The layers: which part of `src/` may use which, and what it may not know at all.
//!
//! The table is [`LAYERS`]; `ARCHITECTURE.md` says why it is so.

use std::{fmt, fs, path::Path, str::FromStr};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One folder or file at the top of `src/`.
struct Layer {
    name: &'static str,
    uses: Uses,
    /// Paths of other crates that it may not name, each with all that is in it.
    unknown: &'static [&'static [&'static str]],
}

/// Which other layers a layer may use.
enum Uses {
    /// Everything that stands above it in [`LAYERS`].
    Above,
    /// These and no others.
    Only(&'static [&'static str]),
}

const DISCORD: &[&str] = &["serenity", "poise"];
const FILES: &[&str] = &["std::fs", "tokio::fs"];
const NETWORK: &[&str] = &["std::net", "tokio::net", "reqwest", "axum"];
const TIME: &[&str] = &["std::time", "core::time", "tokio::time", "jiff"];

/// The layers from the top, which knows nothing, to the bottom, which knows everything.
const LAYERS: [Layer; 12] = [
    Layer::new("diagnostic", Uses::Above, &[DISCORD, NETWORK]),
    Layer::new("document", Uses::Above, &[DISCORD, NETWORK]),
    Layer::new("text", Uses::Only(&[]), &[DISCORD, FILES, NETWORK, TIME]),
    Layer::new("knowledge", Uses::Above, &[DISCORD]),
    Layer::new("matching", Uses::Above, &[DISCORD, FILES, TIME]),
    Layer::new("answer", Uses::Above, &[DISCORD]),
    Layer::new("journal", Uses::Above, &[DISCORD]),
    Layer::new("advisor", Uses::Above, &[DISCORD]),
    Layer::new("discord", Uses::Above, &[]),
    // Another Discord has to be able to take its place, and it that of another Discord.
    Layer::new("sandbox", Uses::Only(&[]), &[DISCORD]),
    // Read once by the command line; the others get their part of it handed in.
    Layer::new(
        "config",
        Uses::Only(&["diagnostic", "document"]),
        &[DISCORD],
    ),
    Layer::new("cli", Uses::Above, &[]),
];

/// The files that hold the layers together and belong to none.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

impl Layer {
    const fn new(
        name: &'static str,
        uses: Uses,
        unknown: &'static [&'static [&'static str]],
    ) -> Self {
        Self {
            name,
            uses,
            unknown,
        }
    }

    fn named(name: &str) -> Option<&'static Self> {
        LAYERS.iter().find(|layer| layer.name == name)
    }

    /// Why this layer may not use another one, and what to do; `None` when it may.
    fn objection(&self, other: &str) -> Option<String> {
        let position = |name: &str| LAYERS.iter().position(|layer| layer.name == name);
        let own = self.name;
        match &self.uses {
            _ if own == other => None,
            Uses::Only(names) if names.contains(&other) => None,
            Uses::Only([]) => Some(format!(
                "`{own}` uses no other part of the crate, but this is `{other}`: take what it needs as an argument"
            )),
            Uses::Only(names) => Some(format!(
                "`{own}` uses only `{}`, but this is `{other}`: take what it needs as an argument",
                names.join("`, `")
            )),
            Uses::Above if position(other).is_none() => Some(format!(
                "`{other}` has no place in the layers: name the layer it belongs to, or give it a row in tests/layers.rs and ARCHITECTURE.md"
            )),
            Uses::Above if position(other) > position(own) => Some(format!(
                "`{own}` may not use `{other}`, which stands below it: take what it needs as an argument, or move the shared part up"
            )),
            Uses::Above => None,
        }
    }

    /// The part of another crate that a path names although this layer may not know it.
    fn unknown(&self, path: &[String]) -> Option<&'static str> {
        let within = |forbidden: &str| {
            forbidden
                .split("::")
                .eq(path.iter().take(forbidden.split("::").count()))
        };
        let mut all = self.unknown.iter().copied().flatten();
        all.find(|forbidden| within(forbidden)).copied()
    }
}

/// A path in a source file, such as `crate::text::fold`.
#[derive(Debug, PartialEq, Eq)]
struct Reach {
    line: usize,
    path: Vec<String>,
}

/// A layer that reaches where it may not.
#[derive(Debug, PartialEq, Eq)]
struct Offence {
    file: String,
    line: usize,
    text: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{}: {}", self.file, self.line, self.text)
    }
}

/// Everything that a file, named from `src/`, reaches for although its layer may not.
fn offences(file: &str, source: &str) -> Vec<Offence> {
    let offence = |line: usize, text: String| Offence {
        file: file.to_owned(),
        line,
        text,
    };
    if ROOTS.contains(&file) {
        return Vec::new();
    }
    let module = module_of(file);
    let top = module.first().map_or("", String::as_str);
    let Some(layer) = Layer::named(top) else {
        let text = format!(
            "`{top}` has no place in the layers: give it a row in tests/layers.rs and ARCHITECTURE.md"
        );
        return vec![offence(1, text)];
    };
    let mut found = Vec::new();
    for Reach { line, path } in reaches(source, &module) {
        let objection = match path.split_first() {
            Some((root, inside)) if root == "crate" => match inside.first() {
                Some(other) => layer.objection(other),
                None => Some("the whole crate comes in here: name what is meant".to_owned()),
            },
            _ => layer.unknown(&path).map(|forbidden| {
                format!("`{top}` may not know `{forbidden}`: leave this to a layer below, and hand the result in")
            }),
        };
        found.extend(objection.map(|text| offence(line, text)));
    }
    found
}

/// `advisor::check` for `advisor/check.rs`, `advisor` for `advisor/mod.rs`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// Every path in a file that begins outside the place where it stands. Paths that begin with
/// `crate`, `super`, `self` or the crate's own name are written out from `crate`.
fn reaches(source: &str, module: &[String]) -> Vec<Reach> {
    let tokens = TokenStream::from_str(source).expect("the compiler reads it, too");
    let mut found = Vec::new();
    walk(tokens, module, &mut found);
    found
}

fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<Reach>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut imports = false;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "use" => imports = true,
            TokenTree::Ident(word) if word == "mod" => {
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    let inner = [module, &[name.to_string()]].concat();
                    walk(body.stream(), &inner, found);
                    at += 2;
                }
            }
            TokenTree::Ident(_) => {
                let is_member = at
                    .checked_sub(1)
                    .is_some_and(|before| is_sign(&tokens[before], '.'));
                let mut names = Vec::new();
                at = tree(&tokens, at, &mut Vec::new(), &mut names);
                // A word by itself is a path only where something is imported.
                names.retain(|reach| !is_member && (imports || reach.path.len() > 1));
                found.extend(
                    names
                        .into_iter()
                        .filter_map(|reach| absolute(reach, module)),
                );
                continue;
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => imports = false,
            TokenTree::Group(group) if imports && group.delimiter() == Delimiter::Brace => {
                let inner = [TokenTree::Group(group.clone())];
                let mut names = Vec::new();
                tree(&inner, 0, &mut Vec::new(), &mut names);
                found.extend(
                    names
                        .into_iter()
                        .filter_map(|reach| absolute(reach, module)),
                );
            }
            TokenTree::Group(group) => walk(group.stream(), module, found),
            _ => {}
        }
        at += 1;
    }
}

/// Reads `a::b::{c, d::e}` from `at` on, adds a reach for each of its ends, and says where it stops.
fn tree(
    tokens: &[TokenTree],
    mut at: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<Reach>,
) -> usize {
    let depth = prefix.len();
    let line = tokens[at].span().start().line;
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => prefix.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| is_sign(token, ',')) {
                    if !branch.is_empty() {
                        tree(branch, 0, prefix, found);
                    }
                }
                at += 1;
                break;
            }
            // `::*`, `::<T>`, or the path that began at `::`.
            _ => {}
        }
        let joined = |at: usize| tokens.get(at).is_some_and(|token| is_sign(token, ':'));
        let is_name = matches!(tokens.get(at), Some(TokenTree::Ident(_)));
        let goes_on = joined(at + usize::from(is_name)) && joined(at + 1 + usize::from(is_name));
        at += usize::from(is_name);
        if !goes_on || (!is_name && prefix.len() > depth) {
            let path = prefix.clone();
            if !path.is_empty() {
                found.push(Reach { line, path });
            }
            break;
        }
        at += 2;
    }
    prefix.truncate(depth);
    at
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Writes a path out from `crate`, if it begins at this crate; `None` for what stays in its module.
fn absolute(reach: Reach, module: &[String]) -> Option<Reach> {
    let Reach { line, path } = reach;
    let is_super = |name: &&String| *name == "super";
    let own = path.first()?;
    let path = match own.as_str() {
        "chiefly" => [&["crate".to_owned()], &path[1..]].concat(),
        "super" => {
            let ups = path.iter().take_while(is_super).count();
            let kept = module.len().checked_sub(ups)?;
            [&["crate".to_owned()], &module[..kept], &path[ups..]].concat()
        }
        "self" | "Self" => return None,
        _ => path,
    };
    Some(Reach { line, path })
}

/// Every `.rs` file below a folder, named from there.
fn sources(root: &Path, below: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.file_type().unwrap().is_dir() {
            found.extend(sources(root, &path));
        } else if Path::new(&path).extension().is_some_and(|end| end == "rs") {
            let source = fs::read_to_string(entry.path()).unwrap();
            found.push((path, source));
        }
    }
    found.sort();
    found
}

fn src() -> Vec<(String, String)> {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "")
}

#[test]
fn no_layer_reaches_where_it_may_not() {
    let found: Vec<String> = src()
        .iter()
        .flat_map(|(file, source)| offences(file, source))
        .map(|offence| offence.to_string())
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn an_offence_is_found_however_it_is_written() {
    for (file, source, expected) in [
        // Up is fine, down is not.
        ("matching/mod.rs", "use crate::text::fold;", None),
        (
            "text/mod.rs",
            "\nuse crate::advisor::Advisor;",
            Some((2, "`advisor`")),
        ),
        (
            "knowledge/load/mod.rs",
            "use crate::{document, matching::Verdict};",
            Some((1, "`matching`")),
        ),
        (
            "knowledge/model.rs",
            "fn f() { crate::answer::clip() }",
            Some((1, "`answer`")),
        ),
        (
            "answer/mod.rs",
            "struct S(Vec<crate::advisor::Advisor>);",
            Some((1, "`advisor`")),
        ),
        (
            "answer/mod.rs",
            "fn f() { println!(\"{}\", crate::cli::main()) }",
            Some((1, "`cli`")),
        ),
        (
            "answer/mod.rs",
            "impl crate::discord::Handle {}",
            Some((1, "`discord`")),
        ),
        (
            "document/mod.rs",
            "use crate::knowledge::Pack;",
            Some((1, "`knowledge`")),
        ),
        ("cli/mod.rs", "use crate::{config, discord, sandbox};", None),
        // By way of the parent.
        ("advisor/check.rs", "use super::Snapshot;", None),
        (
            "advisor/check.rs",
            "use super::super::discord;",
            Some((1, "`discord`")),
        ),
        ("advisor/mod.rs", "mod tests { use super::*; }", None),
        (
            "advisor/mod.rs",
            "mod tests { use super::super::cli::main; }",
            Some((1, "`cli`")),
        ),
        ("advisor/mod.rs", "use super::*;", Some((1, "whole crate"))),
        ("advisor/mod.rs", "use crate::*;", Some((1, "whole crate"))),
        // Those with rules of their own.
        (
            "discord/start.rs",
            "use crate::sandbox::Sandbox;",
            Some((1, "`sandbox`")),
        ),
        (
            "discord/start.rs",
            "use crate::config::Config;",
            Some((1, "`config`")),
        ),
        (
            "discord/start.rs",
            "use {crate::answer, serenity::all::Http};",
            None,
        ),
        ("sandbox/mod.rs", "use crate::sandbox::world::World;", None),
        (
            "sandbox/mod.rs",
            "use crate::text::fold;",
            Some((1, "argument")),
        ),
        (
            "sandbox/rest/mod.rs",
            "use super::super::answer::limits;",
            Some((1, "`answer`")),
        ),
        (
            "text/mod.rs",
            "use crate::diagnostic::Diagnostic;",
            Some((1, "`diagnostic`")),
        ),
        (
            "config.rs",
            "use crate::{diagnostic::Sources, document};",
            None,
        ),
        (
            "config.rs",
            "use crate::matching::Settings;",
            Some((1, "`matching`")),
        ),
        // Other crates.
        (
            "text/token.rs",
            "use std::{\n    fmt,\n    fs,\n};",
            Some((3, "`std::fs`")),
        ),
        (
            "text/token.rs",
            "fn f() { std::time::Instant::now(); }",
            Some((1, "`std::time`")),
        ),
        (
            "text/token.rs",
            "use std::net::TcpStream as Stream;",
            Some((1, "`std::net`")),
        ),
        ("knowledge/mod.rs", "use std::fs;", None),
        (
            "knowledge/mod.rs",
            "use poise::Command;",
            Some((1, "`poise`")),
        ),
        (
            "matching/mod.rs",
            "use ::serenity::all::UserId;",
            Some((1, "`serenity`")),
        ),
        (
            "matching/mod.rs",
            "use std::fs::File;",
            Some((1, "`std::fs`")),
        ),
        ("matching/mod.rs", "use serenity;", Some((1, "`serenity`"))),
        (
            "answer/mod.rs",
            "#[cfg(test)] mod tests { use serenity::all::CreateEmbed; }",
            Some((1, "`serenity`")),
        ),
        (
            "sandbox/mod.rs",
            "type Id = serenity::all::UserId;",
            Some((1, "`serenity`")),
        ),
        // What only looks like one.
        (
            "text/mod.rs",
            "// crate::advisor\n/// [`crate::advisor::Advisor`]\nfn f() {}",
            None,
        ),
        (
            "text/mod.rs",
            "const S: &str = \"crate::advisor std::fs\";",
            None,
        ),
        (
            "text/mod.rs",
            "pub(crate) fn f(this: X) { this.serenity; this.poise(); }",
            None,
        ),
        (
            "text/mod.rs",
            "use self::fold::fold; fn f() { Self::g::<u8>(); }",
            None,
        ),
        (
            "sandbox/mod.rs",
            "fn f(discord: u8) -> u8 { discord }",
            None,
        ),
        // A part that nobody has placed.
        ("helpers.rs", "", Some((1, "tests/layers.rs"))),
        (
            "advisor/mod.rs",
            "use crate::helpers::help;",
            Some((1, "tests/layers.rs")),
        ),
        ("lib.rs", "pub mod text;", None),
    ] {
        let found = offences(file, source);
        let shown: Vec<(usize, &str)> = found.iter().map(|o| (o.line, o.text.as_str())).collect();
        match (expected, shown.as_slice()) {
            (None, []) => {}
            (Some((line, part)), [(at, text)]) if line == *at && text.contains(part) => {}
            _ => panic!("src/{file}: {source:?}: expected {expected:?}, found {shown:?}"),
        }
    }
}

#[test]
fn an_offence_says_where_it_is() {
    let found = offences("text/fold.rs", "\n\nuse crate::cli;");
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "src/text/fold.rs:3: `text` uses no other part of the crate, but this is `cli`: take what it needs as an argument"
        ]
    );
}

#[test]
fn the_map_names_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let named: Vec<&str> = map.split('`').skip(1).step_by(2).collect();
    let is_path = |name: &&&str| {
        let written = |c: char| c.is_ascii_alphanumeric() || "./-_".contains(c);
        name.contains('/') && name.chars().all(written) && !name.starts_with('/')
    };
    let missing: Vec<&&str> = named
        .iter()
        .filter(is_path)
        .filter(|name| !root.join(name).exists())
        .collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md names what is not there: {missing:?}"
    );
    for (file, _) in src() {
        let top = module_of(&file).remove(0);
        let is_named = named
            .iter()
            .any(|name| *name == format!("src/{top}.rs") || *name == format!("src/{top}/"));
        assert!(is_named, "ARCHITECTURE.md does not name src/{top}");
    }
}
