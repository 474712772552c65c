package io.numamigrator;

/** The refusals of the policy calls, on the real kernel of a guest. */
class PolicyErrnoInGuest extends LinuxPolicyErrnoTest {}
