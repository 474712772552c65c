package io.numamigrator.cli.draw;

/** Colours of nodes, told apart by people with any kind of colour vision (after Okabe and Ito), and patterns without colour. */
final class Palette {

    private static final int[] TERMINAL = {75, 214, 36, 175, 221, 167, 146, 250};
    private static final String[] HEX = {
        "#2f7fc1", "#e69f00", "#009e73", "#cc79a7", "#e3cf24", "#d55e00", "#7b6fb5", "#8a8f98"
    };
    private static final String UNICODE = "█▓▒░▚▞▙▜";
    private static final String ASCII = "#=+-ox*.";

    private Palette() {}

    /** Return the number in the terminal's palette of 256 colours. */
    static int terminal(int node) {
        return TERMINAL[node % TERMINAL.length];
    }

    /** Return the colour for SVG. */
    static String hex(int node) {
        return HEX[node % HEX.length];
    }

    /** Return the character that stands for a node where there is no colour. */
    static char pattern(int node, boolean unicode) {
        if (unicode && node < UNICODE.length()) {
            return UNICODE.charAt(node);
        }
        return ASCII.charAt(node % ASCII.length());
    }
}
