package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.cli.where.MemoryPicture;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPictureTest {

    private static Document draw(int nodes) throws Exception {
        return draw(SamplePictures.jvmOn(nodes));
    }

    private static Document draw(MemoryPicture picture) throws Exception {
        String svg = SvgPicture.of(picture);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    /** A letter of 11 pixels is at most 8 wide. */
    @Test
    void whatIsSwappedOutStandsBesideTheBars() throws Exception {
        Document document = draw(SamplePictures.swappedOn(4));
        List<Element> swapped = elements(document, "text").stream()
                .filter(text -> text.getTextContent().endsWith(" swapped")).toList();
        assertThat(swapped).hasSize(6);
        double left = swapped.stream().mapToDouble(text -> number(text, "x") - 8 * text.getTextContent().length()).min()
                .orElseThrow();
        assertThat(elements(document, "rect")).filteredOn(rect -> rect.hasAttribute("x"))
                .allSatisfy(rect -> assertThat(number(rect, "x") + number(rect, "width")).isLessThanOrEqualTo(left));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void thePictureHasATitleWithPidAndName() throws Exception {
        assertThat(elements(draw(2), "text").getFirst().getTextContent()).isEqualTo("Memory of process 4711 java");
    }

    @Test
    void markupInACommandLineIsText() throws Exception {
        assertThat(elements(draw(2), "text")).anySatisfy(
                text -> assertThat(text.getTextContent())
                        .isEqualTo("/usr/bin/java -Xmx8g -jar shop.jar --name \"a<b&c\""));
        assertThat(SvgPicture.escape("\u0000\u001b")).isEqualTo("??");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 40})
    void everythingIsInsideThePicture(int nodes) throws Exception {
        Document svg = draw(nodes);
        double width = number(svg.getDocumentElement(), "width");
        double height = number(svg.getDocumentElement(), "height");
        for (Element rect : elements(svg, "rect")) {
            double left = rect.hasAttribute("x") ? number(rect, "x") : 0;
            double top = rect.hasAttribute("y") ? number(rect, "y") : 0;
            assertThat(left + number(rect, "width")).isLessThanOrEqualTo(width);
            assertThat(top + number(rect, "height")).isLessThanOrEqualTo(height);
        }
        for (Element text : elements(svg, "text")) {
            assertThat(number(text, "y")).isLessThan(height);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 40})
    void noTwoTextsStartAtOnePlace(int nodes) throws Exception {
        assertThat(elements(draw(nodes), "text"))
                .extracting(text -> text.getAttribute("x") + "," + text.getAttribute("y"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyNodeIsInTheLegend() throws Exception {
        assertThat(elements(draw(8), "text")).extracting(Element::getTextContent)
                .contains("node 0", "node 1", "node 2", "node 3", "node 4", "node 5", "node 6", "node 7");
    }
}
