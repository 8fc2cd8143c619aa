//! `chiefly import`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};

use super::{
    Exit,
    args::{ImportOptions, SourceFormat},
    session::{Session, is_broken, report, settings},
    terminal::clean,
};
use crate::{
    advisor::check_contents,
    answer::limits,
    knowledge::{
        ContentHash, Contents, Format, ImportError, Imported, Note, Room, Store, StoreError, import,
    },
};

/// Where a long answer is parted within a block of code, the block is closed and opened again.
const PARTING: usize = 100;
const ROOM: Room = Room {
    title: limits::TITLE,
    whole: limits::EMBEDS_TOTAL - PARTING,
};
/// The largest file that is read, in bytes: as large as a pack may be.
const FILE_MAX: u64 = 4 << 20;

pub(super) fn run(session: &Session, options: &ImportOptions) -> anyhow::Result<Exit> {
    let out = Out::of(options)?;
    let (files, format) = read(options)?;
    let title = options.source.file_stem().unwrap_or_default();
    let title = title.to_string_lossy().replace(['-', '_'], " ");
    let imported = match import(&files, format, &title, ROOM) {
        Ok(imported) => imported,
        Err(error) => {
            if let ImportError::Nothing(notes) = &error {
                show(notes);
            }
            anstream::eprintln!("{}", clean(&error.to_string()));
            return Ok(Exit::Problems);
        }
    };
    show(&imported.notes);
    let Ok(config) = session.config() else {
        return Ok(Exit::Problems);
    };
    let mut contents = Contents::default();
    contents.set(&options.out, Some(imported.pack.clone().into_bytes()));
    let checked = check_contents(contents, settings(&config));
    report(&checked.diagnostics, &checked.sources);
    if is_broken(&checked.diagnostics) {
        anstream::eprintln!("Nothing is written.");
        return Ok(Exit::Problems);
    }
    out.write(&imported)?;
    let notes = match imported.notes.len() {
        0 => "Everything is carried over as it was.".to_owned(),
        1 => "1 thing is not carried over as it was; see above.".to_owned(),
        more => format!("{more} things are not carried over as they were; see above."),
    };
    anstream::eprintln!(
        "{}: {} and {}, from {}. {notes}",
        options.out.display(),
        count(imported.entries, "entry", "entries"),
        count(imported.phrasings, "way of asking", "ways of asking"),
        count(files.len(), "file", "files"),
    );
    Ok(Exit::Fine)
}

fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

fn show(notes: &[Note]) {
    for note in notes {
        anstream::eprintln!("{}", clean(&note.to_string()));
    }
}

/// The files of a source, and what they are.
fn read(options: &ImportOptions) -> anyhow::Result<(Vec<(PathBuf, String)>, Format)> {
    let source = &options.source;
    let forced = options.format.map(|format| match format {
        SourceFormat::Tags => Format::Tags,
        SourceFormat::Json => Format::Triggers,
        SourceFormat::Csv => Format::Table,
        SourceFormat::Markdown => Format::Markdown,
    });
    let cannot = || format!("cannot read {}", source.display());
    if !fs::metadata(source).with_context(cannot)?.is_dir() {
        let format = forced.or_else(|| Format::of(source)).with_context(|| {
            format!(
                "the name of {} does not tell what it is: say so with --format",
                source.display()
            )
        })?;
        return Ok((vec![(source.clone(), read_file(source)?)], format));
    }
    ensure!(
        forced.is_none_or(|format| format == Format::Markdown),
        "{} is a folder; only markdown is imported from a folder",
        source.display()
    );
    let mut paths = Vec::new();
    for entry in fs::read_dir(source).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if Format::of(&path) == Some(Format::Markdown) && path.is_file() {
            paths.push(path);
        }
    }
    ensure!(
        !paths.is_empty(),
        "{} has no markdown files in it",
        source.display()
    );
    paths.sort_unstable();
    let files = paths.into_iter().map(|path| {
        let text = read_file(&path)?;
        Ok((path, text))
    });
    Ok((files.collect::<anyhow::Result<_>>()?, Format::Markdown))
}

fn read_file(file: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", file.display());
    let size = fs::metadata(file).with_context(cannot)?.len();
    ensure!(size <= FILE_MAX, "{} is larger than 4 MiB", file.display());
    let bytes = fs::read(file).with_context(cannot)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!(
            "{} is no UTF-8 at byte {at}; save it as UTF-8",
            file.display()
        )
    })
}

/// The file to be written.
struct Out {
    file: PathBuf,
    store: Store,
    expected: Option<ContentHash>,
}

impl Out {
    /// The file that the options name, if it may be written.
    fn of(options: &ImportOptions) -> anyhow::Result<Self> {
        let out = &options.out;
        let folder = match out.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = folder.join(out.file_name().unwrap_or_default());
        let store = Store::open(&[folder.to_owned()]);
        ensure!(folder.is_dir(), "there is no folder {}", folder.display());
        ensure!(
            store.holds(&file),
            "{} is no name of a pack: it ends in .toml",
            out.display()
        );
        let expected = match fs::read(out) {
            Ok(_) if !options.force => bail!(
                "{} is there already; --force writes over it, another --out leaves it",
                out.display()
            ),
            Ok(bytes) => Some(ContentHash::of(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", out.display()));
            }
        };
        Ok(Self {
            file,
            store,
            expected,
        })
    }

    fn write(&self, imported: &Imported) -> Result<(), StoreError> {
        let bytes = imported.pack.as_bytes();
        self.store.replace(&self.file, self.expected, Some(bytes))
    }
}
