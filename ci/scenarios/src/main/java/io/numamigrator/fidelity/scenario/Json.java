package io.numamigrator.fidelity.scenario;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import io.numamigrator.fidelity.scenario.Buffer.Pointer;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Operations as JSON: the fields of the record, and {@code do}, the record's name; addresses and buffers are words. */
public final class Json {

    private static final String NAME = "do";

    /** An operation's record by its name. */
    private static final Map<String, Class<?>> OPERATIONS = Stream.of(Operation.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private static final Gson RECORDS = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Address.class, new Words<>(Address::toString, Address::parse))
            .registerTypeAdapter(Buffer.class, new Words<>(Json::word, Json::buffer))
            .create();

    public static final Gson GSON = RECORDS.newBuilder().registerTypeAdapter(Operation.class, new Named()).create();

    private Json() {}

    /** Reads and writes a record as one word. */
    private record Words<T>(Function<T, String> write, Function<String, T> read)
            implements
                JsonSerializer<T>,
                JsonDeserializer<T> {
        @Override
        public JsonElement serialize(T value, Type type, JsonSerializationContext context) {
            return new JsonPrimitive(write.apply(value));
        }

        @Override
        public T deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            return read.apply(json.getAsString());
        }
    }

    /** Reads and writes an operation with its name. */
    private static final class Named implements JsonSerializer<Operation>, JsonDeserializer<Operation> {
        @Override
        public JsonElement serialize(Operation operation, Type type, JsonSerializationContext context) {
            JsonObject named = new JsonObject();
            named.addProperty(NAME, operation.getClass().getSimpleName());
            RECORDS.toJsonTree(operation).getAsJsonObject().asMap().forEach(named::add);
            return named;
        }

        @Override
        public Operation deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            String name = json.getAsJsonObject().get(NAME).getAsString();
            Class<?> record = OPERATIONS.get(name);
            if (record == null) {
                throw new JsonParseException("no operation is called " + name + "; there are " + OPERATIONS.keySet());
            }
            return (Operation) RECORDS.fromJson(json, record);
        }
    }

    private static String word(Buffer buffer) {
        return buffer.pointer() + (buffer.reachable() < 0 ? "" : ":" + buffer.reachable());
    }

    private static Buffer buffer(String word) {
        String[] parts = word.split(":");
        return new Buffer(Pointer.valueOf(parts[0]), parts.length < 2 ? -1 : Integer.parseInt(parts[1]));
    }
}
