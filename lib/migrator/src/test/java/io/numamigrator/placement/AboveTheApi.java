package io.numamigrator.placement;

/** Something that stands above the API, for {@code Trespasser} to know. */
public final class AboveTheApi {

    public AboveTheApi() {}
}
