//! `errno`: how a function of WASI failed.

use core::fmt;

use rustix::io::Errno as Host;

/// An error of WASI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Errno(pub(crate) u16);

/// The names of all errors, by their numbers.
const NAMES: [&str; 77] = [
    "success",
    "2big",
    "acces",
    "addrinuse",
    "addrnotavail",
    "afnosupport",
    "again",
    "already",
    "badf",
    "badmsg",
    "busy",
    "canceled",
    "child",
    "connaborted",
    "connrefused",
    "connreset",
    "deadlk",
    "destaddrreq",
    "dom",
    "dquot",
    "exist",
    "fault",
    "fbig",
    "hostunreach",
    "idrm",
    "ilseq",
    "inprogress",
    "intr",
    "inval",
    "io",
    "isconn",
    "isdir",
    "loop",
    "mfile",
    "mlink",
    "msgsize",
    "multihop",
    "nametoolong",
    "netdown",
    "netreset",
    "netunreach",
    "nfile",
    "nobufs",
    "nodev",
    "noent",
    "noexec",
    "nolck",
    "nolink",
    "nomem",
    "nomsg",
    "noprotoopt",
    "nospc",
    "nosys",
    "notconn",
    "notdir",
    "notempty",
    "notrecoverable",
    "notsock",
    "notsup",
    "notty",
    "nxio",
    "overflow",
    "ownerdead",
    "perm",
    "pipe",
    "proto",
    "protonosupport",
    "prototype",
    "range",
    "rofs",
    "spipe",
    "srch",
    "stale",
    "timedout",
    "txtbsy",
    "xdev",
    "notcapable",
];

impl Errno {
    pub(crate) const BADF: Errno = Errno(8);
    pub(crate) const FAULT: Errno = Errno(21);
    pub(crate) const ILSEQ: Errno = Errno(25);
    pub(crate) const INVAL: Errno = Errno(28);
    pub(crate) const IO: Errno = Errno(29);
    pub(crate) const MFILE: Errno = Errno(33);
    pub(crate) const NAMETOOLONG: Errno = Errno(37);
    pub(crate) const NOENT: Errno = Errno(44);
    pub(crate) const NOTDIR: Errno = Errno(54);
    pub(crate) const NOTSOCK: Errno = Errno(57);
    pub(crate) const NOTSUP: Errno = Errno(58);
    pub(crate) const PERM: Errno = Errno(63);
    pub(crate) const SPIPE: Errno = Errno(70);
    pub(crate) const NOTCAPABLE: Errno = Errno(76);

    /// The error with this name, for tables of this module only.
    const fn named(name: &str) -> Errno {
        let mut number = 0;
        while number < NAMES.len() {
            if equal(NAMES[number].as_bytes(), name.as_bytes()) {
                return Errno(number as u16);
            }
            number += 1;
        }
        panic!("no error has this name")
    }
}

const fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Pairs of a host's error and the WASI error of the same meaning.
macro_rules! pairs {
    ($($host:ident $name:literal,)*) => {
        &[$((Host::$host.raw_os_error(), Errno::named($name)),)*]
    };
}

impl From<Host> for Errno {
    /// By meaning, not by number, though most numbers of Linux have their namesakes here.
    fn from(host: Host) -> Errno {
        const PAIRS: &[(i32, Errno)] = pairs! {
            TOOBIG "2big", ACCESS "acces", ADDRINUSE "addrinuse", ADDRNOTAVAIL "addrnotavail",
            AFNOSUPPORT "afnosupport", AGAIN "again", ALREADY "already", BADF "badf", BADMSG "badmsg", BUSY "busy",
            CANCELED "canceled", CHILD "child", CONNABORTED "connaborted", CONNREFUSED "connrefused",
            CONNRESET "connreset", DEADLK "deadlk", DESTADDRREQ "destaddrreq", DOM "dom", DQUOT "dquot",
            EXIST "exist", FAULT "fault", FBIG "fbig", HOSTUNREACH "hostunreach", IDRM "idrm", ILSEQ "ilseq",
            INPROGRESS "inprogress", INTR "intr", INVAL "inval", IO "io", ISCONN "isconn", ISDIR "isdir", LOOP "loop",
            MFILE "mfile", MLINK "mlink", MSGSIZE "msgsize", MULTIHOP "multihop", NAMETOOLONG "nametoolong",
            NETDOWN "netdown", NETRESET "netreset", NETUNREACH "netunreach", NFILE "nfile", NOBUFS "nobufs",
            NODEV "nodev", NOENT "noent", NOEXEC "noexec", NOLCK "nolck", NOLINK "nolink", NOMEM "nomem",
            NOMSG "nomsg", NOPROTOOPT "noprotoopt", NOSPC "nospc", NOSYS "nosys", NOTCONN "notconn", NOTDIR "notdir",
            NOTEMPTY "notempty", NOTRECOVERABLE "notrecoverable", NOTSOCK "notsock", OPNOTSUPP "notsup",
            NOTTY "notty", NXIO "nxio", OVERFLOW "overflow", OWNERDEAD "ownerdead", PERM "perm", PIPE "pipe",
            PROTO "proto", PROTONOSUPPORT "protonosupport", PROTOTYPE "prototype", RANGE "range", ROFS "rofs",
            SPIPE "spipe", SRCH "srch", STALE "stale", TIMEDOUT "timedout", TXTBSY "txtbsy", XDEV "xdev",
        };
        PAIRS
            .iter()
            .find(|&&(number, _)| number == host.raw_os_error())
            .map_or(Errno::IO, |&(_, errno)| errno)
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES[usize::from(self.0)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_have_their_numbers() {
        for (errno, name) in [
            (Errno::BADF, "badf"),
            (Errno::FAULT, "fault"),
            (Errno::ILSEQ, "ilseq"),
            (Errno::INVAL, "inval"),
            (Errno::IO, "io"),
            (Errno::MFILE, "mfile"),
            (Errno::NAMETOOLONG, "nametoolong"),
            (Errno::NOENT, "noent"),
            (Errno::NOTDIR, "notdir"),
            (Errno::NOTSOCK, "notsock"),
            (Errno::NOTSUP, "notsup"),
            (Errno::PERM, "perm"),
            (Errno::SPIPE, "spipe"),
            (Errno::NOTCAPABLE, "notcapable"),
        ] {
            assert_eq!(errno.to_string(), name);
        }
    }

    #[test]
    fn errors_of_the_host_are_mapped_by_meaning() {
        assert_eq!(Errno::from(Host::NOENT), Errno::NOENT);
        assert_eq!(Errno::from(Host::XDEV), Errno::named("xdev"));
        assert_eq!(Errno::from(Host::NOTSUP), Errno::NOTSUP);
        assert_eq!(Errno::from(Host::WOULDBLOCK), Errno(6));
        assert_eq!(Errno::from(Host::UCLEAN), Errno::IO);
    }
}
