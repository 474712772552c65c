package io.numamigrator.fidelity.scenario;

/** An address in a process, written {@code area.page} where it begins a page of an area, else in hexadecimal. */
public record Address(long value) {

    public static Address of(int area, int page) {
        return new Address(Layout.area(area) + (long) page * Layout.PAGE);
    }

    static Address parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new Address(Long.parseUnsignedLong(text.substring(2), 16))
                : of(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    /** Return the number of the area that it lies in, or would if that were mapped; -1 if there can be none. */
    public int area() {
        long offset = value - Layout.area(0);
        long area = offset / (Layout.area(1) - Layout.area(0));
        return offset < 0 || area >= Layout.AREAS ? -1 : (int) area;
    }

    public Address plus(long bytes) {
        return new Address(value + bytes);
    }

    @Override
    public String toString() {
        long offset = value - Layout.area(0);
        long room = Layout.area(1) - Layout.area(0);
        boolean beginsPage = offset >= 0 && offset / room < Layout.AREAS && offset % Layout.PAGE == 0;
        return beginsPage
                ? offset / room + "." + offset % room / Layout.PAGE
                : "0x" + Long.toHexString(value);
    }
}
