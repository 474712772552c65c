package io.numamigrator;

/** Policies of memory and threads, on the real kernel of a guest. */
class PolicyInGuest extends LinuxPolicyTest {}
