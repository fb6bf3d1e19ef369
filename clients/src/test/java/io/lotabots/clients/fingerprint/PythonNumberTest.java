package io.lotabots.clients.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonNumberTest {
    /** The right column is what {@code repr(float)} prints in Python 3. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "2, 2.0",
        "-2, -2.0",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00005, 5e-05",
        "0.000012345, 1.2345e-05",
        "-0.00005, -5e-05",
        "123456789.25, 123456789.25",
        "9999999999999998, 9999999999999998.0",
        "1e16, 1e+16",
        "1.5e17, 1.5e+17",
        "1e100, 1e+100",
        "2e-308, 2e-308"
    })
    void a_float_has_pythons_text(double value, String text) {
        assertThat(PythonNumber.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.23456789, 4, 1.2346", "61087298.04, 1, 61087298.0", "0.0000449, 6, 4.5e-05", "0.00000001, 6, 0.0"})
    void a_measured_value_is_rounded(double value, int decimals, String text) {
        assertThat(PythonNumber.text(value, decimals)).isEqualTo(text);
    }

    @Property(tries = 500)
    void the_text_reads_back_as_the_same_number(@ForAll @DoubleRange(min = -1e18, max = 1e18) double value) {
        assertThat(Double.parseDouble(PythonNumber.text(value))).isEqualTo(value == 0 ? 0.0 : value);
    }
}
