//! Writes the samples that fuzzing begins from: `corpus/<target>/<number>` below the directory where
//! it runs. Fuzzes nothing.

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    for (target, samples) in samen_fuzz::seeds() {
        let directory = Path::new("corpus").join(target);
        std::fs::create_dir_all(&directory)?;
        for (number, sample) in samples.iter().enumerate() {
            std::fs::write(directory.join(number.to_string()), sample)?;
        }
    }
    Ok(())
}
