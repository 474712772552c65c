package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonPictureTest {

    private static JsonObject write() throws IOException {
        TestTerminal terminal = TestTerminal.plain();
        JsonPicture.write(SamplePictures.jvmOn(2), terminal.terminal().out());
        return JsonParser.parseString(terminal.out().toString()).getAsJsonObject();
    }

    @Test
    void theShapeIsWhatScriptsReadFrom() throws IOException {
        assertThat(write().keySet())
                .containsExactly("pid", "name", "command", "processes", "kernel", "nodes", "total", "kinds", "areas",
                        "source",
                        "notes");
    }

    @Test
    void amountsAreBytes() throws IOException {
        JsonObject json = write();
        JsonObject code = json.getAsJsonArray("kinds").get(2).getAsJsonObject();
        assertThat(code.get("kind").getAsString()).isEqualTo("CODE_CACHE");
        assertThat(code.get("bytes").getAsLong()).isEqualTo(48L << 20);
        assertThat(code.getAsJsonObject("byNode").get("1").getAsLong()).isEqualTo(18L << 20);
    }

    @Test
    void theTotalIsTheSumOfTheKinds() throws IOException {
        JsonObject json = write();
        long sum = 0;
        for (var kind : json.getAsJsonArray("kinds")) {
            sum += kind.getAsJsonObject().get("bytes").getAsLong();
        }
        assertThat(json.getAsJsonObject("total").get("bytes").getAsLong()).isEqualTo(sum);
    }

    @Test
    void theSourceSaysHowPagesWereCounted() throws IOException {
        JsonObject source = write().getAsJsonObject("source");
        assertThat(source.get("countedByNumaMaps").getAsInt()).isEqualTo(411);
        assertThat(source.get("askedPageByPage").getAsInt()).isEqualTo(1);
    }
}
