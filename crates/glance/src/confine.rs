//! Taking away one's own rights, for good, before a byte of the file is read.
//!
//! What is left: reading standard input, writing standard output and error, memory that cannot be executed,
//! the clock, random numbers for hash tables, and ending. The kernel kills the process at any other call:
//! it cannot open a file, reach a network, start a program or a thread, send a signal, or read a descriptor
//! that it inherited. Limits on memory and time end what reads or computes without end.
//!
//! The calls are the same on x86-64 and aarch64 under different numbers; on any other processor confining
//! fails, and who cannot be confined must not look at anything.

use std::collections::BTreeMap;

use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Width, SeccompCmpOp as Is, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch,
};

/// Memory, in bytes of address space: the program itself, a file, its pixels, and what is drawn from them.
const MEMORY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Of one core, in seconds.
const CPU_SECONDS_MAX: u64 = 5;

/// Why a process could not be confined; it must end without reading anything.
#[derive(Debug, thiserror::Error)]
pub enum NotConfined {
    #[error("the limits on memory, time and files could not be set")]
    Limits(#[source] rustix::io::Errno),
    #[error("the processor `{0}` has no list of allowed calls")]
    Processor(&'static str),
    #[error("the kernel did not take the list of allowed calls")]
    Calls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Confines this process and all its threads until it ends. Cannot be undone.
pub fn confine() -> Result<(), NotConfined> {
    let filter = filter()?;
    for (resource, max) in [
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, CPU_SECONDS_MAX),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nproc, 0),
    ] {
        lower(resource, max).map_err(NotConfined::Limits)?;
    }
    // Nobody else of this user may look into its memory either, where evidence lies open.
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(NotConfined::Limits)?;
    rustix::thread::set_no_new_privs(true).map_err(NotConfined::Limits)?;
    seccompiler::apply_filter_all_threads(&filter).map_err(|error| NotConfined::Calls(Box::new(error)))
}

/// Never raises a limit that is lower already.
fn lower(resource: Resource, max: u64) -> rustix::io::Result<()> {
    let max = getrlimit(resource).maximum.map_or(max, |already| already.min(max));
    setrlimit(resource, Rlimit { current: Some(max), maximum: Some(max) })
}

fn filter() -> Result<BpfProgram, NotConfined> {
    let processor = TargetArch::try_from(std::env::consts::ARCH)
        .map_err(|_| NotConfined::Processor(std::env::consts::ARCH))?;
    let calls = |error: seccompiler::BackendError| NotConfined::Calls(Box::new(error));
    let allowed = allowed().map_err(calls)?;
    let filter = SeccompFilter::new(allowed, SeccompAction::KillProcess, SeccompAction::Allow, processor);
    filter.and_then(BpfProgram::try_from).map_err(calls)
}

/// Each allowed call; with conditions on its arguments, of which one set must hold, or none.
fn allowed() -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::BackendError> {
    let rule = |argument: u8, is: Is, value: u64| SeccompCondition::new(argument, Width::Dword, is, value);
    let flag = |flag: libc::c_int| u64::from(flag.unsigned_abs());
    let only = |conditions: Vec<SeccompCondition>| SeccompRule::new(conditions);
    let not_executable = || rule(2, Is::MaskedEq(flag(libc::PROT_EXEC)), 0);
    let anonymous = || rule(3, Is::MaskedEq(flag(libc::MAP_ANONYMOUS)), flag(libc::MAP_ANONYMOUS));
    let written = || [1, 2].map(|descriptor| only(vec![rule(0, Is::Eq, descriptor)?]));
    Ok(BTreeMap::from([
        (libc::SYS_read, vec![only(vec![rule(0, Is::Eq, 0)?])?]),
        (libc::SYS_write, written().into_iter().collect::<Result<_, _>>()?),
        (libc::SYS_mmap, vec![only(vec![not_executable()?, anonymous()?])?]),
        (libc::SYS_mprotect, vec![only(vec![not_executable()?])?]),
        (libc::SYS_munmap, vec![]),
        (libc::SYS_mremap, vec![]),
        (libc::SYS_madvise, vec![]),
        (libc::SYS_brk, vec![]),
        (libc::SYS_clock_gettime, vec![]),
        (libc::SYS_getrandom, vec![]),
        // The standard library takes its signal stack down when it ends.
        (libc::SYS_sigaltstack, vec![]),
        (libc::SYS_exit, vec![]),
        (libc::SYS_exit_group, vec![]),
    ]))
}
