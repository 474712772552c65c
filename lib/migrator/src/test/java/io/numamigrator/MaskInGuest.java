package io.numamigrator;

/** The widths of masks, on the real kernel of a guest. */
class MaskInGuest extends LinuxMaskTest {}
