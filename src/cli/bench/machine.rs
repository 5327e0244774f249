//! On what was measured: processor, kernel, file system, load, and how this program was built.
//! Absent: figures.

use std::path::Path;

use serde_json::{Value, json};

/// What ends with each group of commits, in words.
const DURABILITY: &str = "flush and sync_data before each group is acknowledged";

/// Which versions this program was built from.
const LOCK: &str = include_str!("../../../Cargo.lock");

/// The machine.
pub(super) struct Machine {
    cores: usize,
    model: String,
    kernel: String,
    file_system: String,
    load: String,
}

impl Machine {
    /// Looks at the machine, and at the file system of a directory.
    pub(super) fn look(directory: &Path) -> Self {
        let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let info = text("/proc/cpuinfo");
        let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            model: model.map_or("unknown processor", |(_, model)| model).trim().to_owned(),
            kernel: text("/proc/sys/kernel/osrelease").trim().to_owned(),
            file_system: file_system(&text("/proc/mounts"), directory).to_owned(),
            load: text("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" "),
        }
    }

    /// Whether a write to this file system reaches no disk, so that figures say little.
    pub(super) fn is_volatile(&self) -> bool {
        ["tmpfs", "ramfs"].contains(&self.file_system.as_str())
    }

    /// In one line.
    pub(super) fn text(&self) -> String {
        let Self { cores, model, kernel, file_system, load } = self;
        format!(
            "{cores} cores, {model}, Linux {kernel}, {file_system}, load {load}\n\
             {}, sled {}, {DURABILITY}",
            build(),
            version("sled"),
        )
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "cores": self.cores,
            "processor": self.model,
            "kernel": self.kernel,
            "file_system": self.file_system,
            "load_average": self.load,
            "build": build(),
            "sled": version("sled"),
            "durability": DURABILITY,
        })
    }
}

fn build() -> &'static str {
    if cfg!(debug_assertions) { "debug build: its figures mean nothing" } else { "release build" }
}

/// The version of a dependency.
fn version(name: &str) -> &'static str {
    let wanted = format!("name = \"{name}\"");
    let mut lines = LOCK.lines().skip_while(|line| *line != wanted);
    let line = lines.nth(1).and_then(|line| line.strip_prefix("version = "));
    line.map_or("unknown", |version| version.trim_matches('"'))
}

/// The kind of the file system that is mounted nearest above a directory.
fn file_system<'a>(mounts: &'a str, directory: &Path) -> &'a str {
    let mut nearest = ("", "unknown file system");
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        if let (Some(point), Some(kind)) = (fields.next(), fields.next())
            && directory.starts_with(point)
            && point.len() >= nearest.0.len()
        {
            nearest = (point, kind);
        }
    }
    nearest.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "a / ext4 rw 0 0\nb /tmp tmpfs rw 0 0\nc /tmpfiles xfs rw 0 0\n";
        assert_eq!(file_system(mounts, Path::new("/tmp/samen")), "tmpfs");
        assert_eq!(file_system(mounts, Path::new("/home")), "ext4");
        assert_eq!(file_system("", Path::new("/home")), "unknown file system");
    }

    #[test]
    fn versions_come_from_the_lock_file() {
        assert_eq!(version("sled"), "0.34.7");
        assert_eq!(version("no-such-crate"), "unknown");
    }
}
