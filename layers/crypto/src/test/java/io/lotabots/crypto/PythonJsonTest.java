package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonJsonTest {
    private static final JsonMapper BINARY = new JsonMapper();
    private static final JsonMapper DECIMAL = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @CsvSource({
        "2.0, 2.0",
        "0.0, 0.0",
        "-0.0, -0.0",
        "0.1, 0.1",
        "1e-4, 0.0001",
        "0.001, 0.001",
        "0.0009999999999999998, 0.0009999999999999998",
        "9999999.999999998, 9999999.999999998",
        "1e7, 10000000.0",
        "-25000, -25000.0",
        "1e-5, 1e-05",
        "0.00012345, 0.00012345",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "123456789012345680.0, 1.2345678901234568e+17",
        "1.5e300, 1.5e+300",
        "4.9E-324, 5e-324",
        "2e23, 2e+23",
        "9.5, 9.5",
        "-1e-7, -1e-07",
        "100.0, 100.0",
        "1e400, Infinity"
    })
    void floats_look_as_in_python(String value, String expected) {
        assertThat(PythonJson.repr(Double.parseDouble(value))).isEqualTo(expected);
    }

    @Test
    void keys_are_sorted_and_integers_stay_integers() throws Exception {
        String json = "{\"b\":[1,2.50,true,null],\"a\":{\"z\":1e2,\"é\":\"ü\"},\"n\":123456789012345678901234567890}";
        String expected = "{\"a\":{\"z\":100.0,\"\\u00e9\":\"\\u00fc\"},\"b\":[1,2.5,true,null],"
                + "\"n\":123456789012345678901234567890}";
        assertThat(PythonJson.dumps(BINARY.readTree(json))).isEqualTo(expected);
    }

    @Test
    void decimal_and_binary_parsers_give_the_same_text() throws Exception {
        String json = "[1.0,0.30000000000000004,1e-7,-0.0625,33.10]";
        assertThat(PythonJson.dumps(DECIMAL.readTree(json)))
                .isEqualTo(PythonJson.dumps(BINARY.readTree(json)))
                .isEqualTo("[1.0,0.30000000000000004,1e-07,-0.0625,33.1]");
    }

    @Property
    void every_float_reads_back_as_itself(@ForAll double value) {
        assertThat(Double.parseDouble(PythonJson.repr(value))).isEqualTo(value);
    }
}
