//! Small disks: a script in a mount namespace of its own, where it can mount what nobody else sees.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

/// A shell script in a folder, which may mount file systems and finds the binary in `$CHIEFLY`. `None`
/// where the system does not allow it, which is said; with `CHIEFLY_REQUIRE_MOUNTS=1` that is a failure.
pub(crate) fn script(folder: &Path, script: &str) -> Option<Command> {
    let mut trial = namespace("mount -t tmpfs none \"$0\"");
    let trial = trial.arg(folder).stderr(Stdio::null()).status();
    if !trial.is_ok_and(|status| status.success()) {
        assert!(
            env::var_os("CHIEFLY_REQUIRE_MOUNTS").is_none_or(|value| value != "1"),
            "nothing can be mounted here"
        );
        eprintln!("skipped: nothing can be mounted here (unshare --user --mount)");
        return None;
    }
    let mut command = namespace(script);
    command
        .current_dir(folder)
        .env("CHIEFLY", env!("CARGO_BIN_EXE_chiefly"))
        .env_remove("DISCORD_TOKEN")
        .env_remove("RUST_LOG");
    Some(command)
}

fn namespace(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-euc", script]);
    command
}

/// Puts `packs` on a disk of 64 KiB, with what was in it.
pub(crate) const SMALL_DISK: &str = "\
mkdir -p aside
cp packs/* aside/
mount -t tmpfs -o size=64k none packs
cp aside/* packs/
";

/// Leaves no room on it.
pub(crate) const FILL: &str = "head -c 100000 /dev/zero > packs/fill 2> /dev/null || true\n";

/// Lets nobody write to it.
pub(crate) const READ_ONLY: &str = "mount -o remount,ro packs\n";
