package io.numamigrator.plan;

/** Something that stands above the API, for {@code Trespasser} to know. */
public final class AboveTheApi {

    public AboveTheApi() {}
}
