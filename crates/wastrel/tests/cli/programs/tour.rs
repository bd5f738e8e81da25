//! Exercises what a Rust program asks of WASI: arguments, the environment, files, sleeping, randomness, and an exit
//! status.

use std::collections::HashMap;
use std::io::{BufRead, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, io, process, thread};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    println!("{} {}", arguments.join(","), env::var("COLOUR").unwrap_or_default());

    let text = fs::read_to_string("/input")?;
    println!("{text:?} {:?}", fs::read("/missing").map_err(|error| error.kind()));
    fs::create_dir_all("/made/here")?;
    let mut file = fs::File::create("/made/here/output")?;
    write!(file, "from  Rust")?;
    file.seek(SeekFrom::Start(5))?;
    writeln!(file, "Rust")?;
    file.set_len(10)?;
    file.sync_all()?;
    drop(file);
    fs::rename("/made/here/output", "/output")?;
    let age = SystemTime::now().duration_since(fs::metadata("/output")?.modified()?);
    println!("{}", age.is_ok_and(|age| age < Duration::from_secs(100)));
    let mut names: Vec<_> = fs::read_dir("/")?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    names.sort();
    println!("{names:?}");

    // Seeded at random.
    let counts: HashMap<usize, usize> = (0..1000).map(|i| (i, i * i)).collect();
    println!("{}", counts.values().sum::<usize>());
    let lines: Vec<_> = io::stdin().lock().lines().collect::<io::Result<_>>()?;
    println!("{lines:?}");

    let start = Instant::now();
    thread::sleep(Duration::from_millis(20));
    println!("{}", start.elapsed() >= Duration::from_millis(20));
    process::exit(7)
}
