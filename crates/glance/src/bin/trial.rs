//! For the tests: the child, and children that misbehave once they are confined.
//!
//! Without an argument it is what `hearken glance` is. With one it confines itself, tries what the argument
//! names, and says on standard output that it got through: a test that reads this has found a hole.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::{Command, ExitCode};

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        None => glance::child(),
        Some("unconfinable") => {
            refuse_confinement();
            glance::child()
        }
        Some("babble") => babble(),
        Some("lie") => lie(),
        Some("mute") => ExitCode::SUCCESS,
        Some(attempt) => {
            glance::confine().expect("a test that needs confinement runs where there is some");
            tried(attempt);
            let _said = std::io::stdout().write_all(b"got through");
            ExitCode::SUCCESS
        }
    }
}

/// Whatever comes of each attempt, coming back from it is what the tests look for.
fn tried(attempt: &str) {
    match attempt {
        "nothing" => (),
        "open" => drop(std::fs::File::open("/etc/hostname")),
        "write-file" => drop(std::fs::write("/tmp/glance-trial", "x")),
        "list" => drop(std::fs::read_dir("/")),
        "connect" => drop(std::net::TcpStream::connect("127.0.0.1:9")),
        "bind" => drop(std::net::UdpSocket::bind("127.0.0.1:0")),
        "unix" => drop(std::os::unix::net::UnixStream::pair()),
        "spawn" => drop(Command::new("/bin/true").status()),
        "thread" => drop(std::thread::Builder::new().spawn(|| ())),
        "signal" => {
            let itself = rustix::process::getpid();
            let _sent = rustix::process::kill_process(itself, rustix::process::Signal::USR1);
        }
        "other-descriptor" => {
            let mut beginning = [0; 1];
            let _read = rustix::io::read(std::io::stderr(), &mut beginning);
        }
        "allocate" => drop(std::hint::black_box(vec![1_u8; 600 * 1024 * 1024])),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "hang" => loop {
            let mut byte = [0];
            drop(std::io::stdin().read(&mut byte));
        },
        "recurse" => drop(std::hint::black_box(deep(1))),
        other => panic!("no attempt is called {other}"),
    }
}

#[expect(unconditional_recursion, reason = "it is to run out of stack")]
fn deep(level: u64) -> u64 {
    let kept = std::hint::black_box([level; 64]);
    deep(level + 1) + kept.iter().sum::<u64>()
}

/// Makes the kernel say no to whoever asks for confinement.
fn refuse_confinement() {
    let arch = TargetArch::try_from(std::env::consts::ARCH).expect("the tests run where seccomp is");
    let no = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let calls = BTreeMap::from([(libc::SYS_seccomp, vec![])]);
    let filter = SeccompFilter::new(calls, SeccompAction::Allow, no, arch).expect("the list is in order");
    let program = BpfProgram::try_from(filter).expect("the list is in order");
    seccompiler::apply_filter(&program).expect("the first list is taken");
}

/// Writes without end.
fn babble() -> ExitCode {
    while std::io::stdout().write_all(&[b'x'; 4096]).is_ok() {}
    ExitCode::SUCCESS
}

/// Gives a well-framed answer whose picture is none.
fn lie() -> ExitCode {
    let mut swallowed = Vec::new();
    let _read = std::io::stdin().read_to_end(&mut swallowed);
    let size = r#"{"size":{"width":1,"height":1}}"#;
    let head = format!(
        r#"{{"kind":"image/png","size":null,"warnings":[],"shown":{{"picture":{{"blurred":{size},"clear":{size}}}}}}}"#
    );
    let page = b"<html><script>alert(1)</script>";
    let mut answer = b"glance1\n".to_vec();
    for length in [head.len(), page.len(), page.len()] {
        answer.extend(u32::try_from(length).unwrap_or_default().to_be_bytes());
    }
    answer.extend(head.as_bytes());
    answer.extend(page);
    answer.extend(page);
    let _said = std::io::stdout().write_all(&answer);
    ExitCode::SUCCESS
}
