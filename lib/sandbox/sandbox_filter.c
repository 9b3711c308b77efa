#include "sandbox/sandbox_filter.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define NEW_USER 0x10000000u /* CLONE_NEWUSER and its kind, of linux/sched.h */
#define NEW_SPACES                                                                                 \
	(NEW_USER | 0x00020000u | 0x04000000u | 0x08000000u | 0x20000000u | 0x40000000u |          \
	    0x02000000u)
#define LOW_HALF 0xffffffffu
#define TIOCL 0x541Cu /* TIOCLINUX */
#define FAMILY_NETLINK 16

static const char *const refused[] = {
	"_sysctl",
	"acct",
	"add_key",
	"bpf",
	"chroot",
	"clock_adjtime",
	"clock_settime",
	"create_module",
	"delete_module",
	"finit_module",
	"fsconfig",
	"fsmount",
	"fsopen",
	"fspick",
	"get_kernel_syms",
	"init_module",
	"io_uring_enter",
	"io_uring_register",
	"io_uring_setup",
	"ioperm",
	"iopl",
	"kcmp",
	"kexec_file_load",
	"kexec_load",
	"keyctl",
	"lookup_dcookie",
	"mount",
	"mount_setattr",
	"move_mount",
	"move_pages",
	"name_to_handle_at",
	"nfsservctl",
	"open_by_handle_at",
	"open_tree",
	"perf_event_open",
	"pidfd_getfd",
	"pivot_root",
	"process_madvise",
	"process_vm_readv",
	"process_vm_writev",
	"ptrace",
	"query_module",
	"quotactl",
	"quotactl_fd",
	"reboot",
	"request_key",
	"setdomainname",
	"sethostname",
	"setns",
	"settimeofday",
	"stime",
	"swapoff",
	"swapon",
	"syslog",
	"umount",
	"umount2",
	"unshare",
	"uselib",
	"userfaultfd",
	"ustat",
	"vhangup",
	"vm86",
	"vm86old",
};

/* A name that this library or architecture does not know needs no rule. */
static bool
refuse_calls(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		int call = seccomp_syscall_resolve_name(refused[i]);

		if (call != __NR_SCMP_ERROR &&
		    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) < 0)
			return false;
	}
	return true;
}

static bool
refuse_families(scmp_filter_ctx filter, int call)
{
	bool good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), call, 1,
			SCMP_A0(SCMP_CMP_GT, FAMILY_NETLINK, 0)) >= 0;

	for (unsigned family = 0; good && family < FAMILY_NETLINK; family++) {
		if (family != AF_UNIX && family != AF_INET && family != AF_INET6)
			good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), call, 1,
				   SCMP_A0(SCMP_CMP_EQ, family, 0)) >= 0;
	}
	return good;
}

static bool
refuse_arguments(scmp_filter_ctx filter)
{
	static const unsigned requests[] = { TIOCSTI, TIOCL };
	bool good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) >= 0;

	for (unsigned bit = 1; good && bit; bit <<= 1) {
		if (bit & NEW_SPACES)
			good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
				   SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit)) >= 0;
	}
	for (size_t i = 0; good && i < sizeof requests / sizeof requests[0]; i++)
		good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
			   SCMP_A1(SCMP_CMP_MASKED_EQ, LOW_HALF, requests[i])) >= 0;
	return good;
}

static scmp_filter_ctx
make(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (filter &&
	    (!refuse_calls(filter) || !refuse_families(filter, SCMP_SYS(socket)) ||
		!refuse_families(filter, SCMP_SYS(socketpair)) || !refuse_arguments(filter))) {
		seccomp_release(filter);
		filter = NULL;
	}
	return filter;
}

bool
sandbox_filter_write(int fd)
{
	scmp_filter_ctx filter = make();
	bool good = filter && seccomp_export_bpf(filter, fd) == 0;

	seccomp_release(filter);
	return good;
}

bool
sandbox_filter_load(void)
{
	scmp_filter_ctx filter = make();
	bool good = filter && seccomp_load(filter) == 0;

	seccomp_release(filter);
	return good;
}
