package io.lotabots.cdk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {

    private final Schemas schemas = new Schemas();

    record Part(int cores, @JsonProperty("cpuName") String cpu) {}

    record Machine(
            String minerId,
            @Nullable Long lastSeen,
            BigDecimal weight,
            List<Part> parts,
            Map<String, Boolean> checks,
            JsonNode raw) {}

    record Asked(String minerId, @Nullable Integer limit) {}

    abstract static class GetMachine extends Endpoint<Asked, Machine> {
        GetMachine() {
            super(Asked.class, Wire.RUSTCHAIN);
        }

        @Override
        protected Machine answer(Asked request, Call call) {
            return new Machine(request.minerId(), null, BigDecimal.ONE, List.of(), Map.of(), Json.MAPPER.nullNode());
        }
    }

    @Test
    void a_record_is_an_object_of_its_fields_as_jackson_writes_them() throws Exception {
        schemas.of(Machine.class);

        assertThat(schemas.named().keySet()).containsExactly("SchemasTestMachine", "SchemasTestPart");
        assertThat(schema("SchemasTestMachine")).isEqualTo(json("""
            {"type":"object","properties":{
              "miner_id":{"type":"string"},
              "last_seen":{"anyOf":[{"type":"integer","format":"int64"},{"type":"null"}]},
              "weight":{"type":"number"},
              "parts":{"type":"array","items":{"$ref":"#/components/schemas/SchemasTestPart"}},
              "checks":{"type":"object","additionalProperties":{"type":"boolean"}},
              "raw":{}},
             "required":["miner_id","weight","parts","checks","raw"]}\
            """));
        assertThat(schema("SchemasTestPart").at("/properties").fieldNames())
                .toIterable()
                .containsExactly("cores", "cpuName");
    }

    @Test
    void the_schema_names_the_fields_that_the_platform_writes() {
        Machine machine = new Machine("m", 1L, BigDecimal.ONE, List.of(), Map.of(), Json.MAPPER.nullNode());
        schemas.of(Machine.class);

        assertThat(schema("SchemasTestMachine").get("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        () -> Json.MAPPER.<JsonNode>valueToTree(machine).fieldNames());
    }

    abstract static class GetTip extends Endpoint<Asked, Reply> {
        record Answer(long slot) {}

        GetTip() {
            super(Asked.class, Wire.RUSTCHAIN);
        }

        @Override
        protected Reply answer(Asked request, Call call) {
            return Reply.json(404, new Answer(0));
        }
    }

    @Test
    void an_answer_whose_status_varies_has_the_shape_of_the_nested_record() {
        assertThat(HandlerTypes.of(GetTip.class))
                .contains(new HandlerTypes(Asked.class, Optional.of(GetTip.Answer.class), false, false, false, false));
    }

    @Test
    void request_and_answer_are_read_from_the_endpoint_without_running_it() {
        assertThat(HandlerTypes.of(GetMachine.class))
                .contains(new HandlerTypes(Asked.class, Optional.of(Machine.class), true, false, false, false));
        assertThat(HandlerTypes.of(SchemasTest.class)).isEmpty();
        assertThat(HandlerTypes.of("io.lotabots.nowhere.GetNothing")).isEmpty();
    }

    private record Enveloped(io.lotabots.platform.Envelope<Machine> one) {}

    @Test
    void a_record_with_type_parameters_stands_with_what_it_is_used_for() {
        JsonNode schema = schemas.of(Enveloped.class.getRecordComponents()[0]);
        assertThat(schema.at("/properties/data/$ref").asText()).isEqualTo("#/components/schemas/SchemasTestMachine");
        assertThat(schema.at("/properties/success/type").asText()).isEqualTo("boolean");
        assertThat(schema.path("required").toString()).isEqualTo("[\"success\",\"message\",\"data\"]");
    }

    private JsonNode schema(String name) {
        return Objects.requireNonNull(schemas.named().get(name), name);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
