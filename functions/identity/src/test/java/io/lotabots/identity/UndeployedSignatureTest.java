package io.lotabots.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.EthereumAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UndeployedSignatureTest {
    private static final String FACTORY = "ab".repeat(20);
    private static final String MARK = "6492".repeat(16);

    /** With a call of 33 bytes and a signature of 2. */
    private static final String GOOD = "00".repeat(12) + FACTORY + "%064x".formatted(96) + "%064x".formatted(192)
            + "%064x".formatted(33) + "11".repeat(33) + "00".repeat(31)
            + "%064x".formatted(2) + "2233" + "00".repeat(30);

    private static Optional<UndeployedSignature> parsed(String hex) {
        return UndeployedSignature.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void factory_call_and_signature_are_read() {
        UndeployedSignature read = parsed(GOOD + MARK).orElseThrow();
        assertThat(read.factory()).isEqualTo(new EthereumAddress("0x" + FACTORY));
        assertThat(read.making()).hasSize(33).containsOnly(0x11);
        assertThat(read.signature()).containsExactly(0x22, 0x33);
    }

    @Test
    void without_the_mark_it_is_a_signature_like_any() {
        assertThat(parsed(GOOD)).isEmpty();
        assertThat(parsed(MARK)).isEmpty();
        assertThat(parsed(GOOD + MARK.replaceFirst("6492$", "6493"))).isEmpty();
    }

    @Test
    void what_points_outside_itself_is_none() {
        String head = "00".repeat(12) + FACTORY;
        for (String offset : new String[] {"f".repeat(64), "0".repeat(56) + "7fffffff", "%064x".formatted(128)}) {
            assertThat(parsed(head + offset + offset + "f".repeat(64) + MARK))
                    .as(offset)
                    .isEmpty();
        }
        assertThat(parsed(head + "%064x".formatted(96) + "%064x".formatted(96) + "%064x".formatted(1) + MARK))
                .as("a length of what is not there")
                .isEmpty();
    }

    @Property(tries = 500)
    void whatever_is_changed_or_cut_off_is_read_or_is_none(
            @ForAll @IntRange(max = 287) int length,
            @ForAll @Size(4) @ByteRange byte[] noise,
            @ForAll @IntRange(max = 283) int at) {
        byte[] changed = HexFormat.of().parseHex(GOOD);
        System.arraycopy(noise, 0, changed, Math.min(at, changed.length - noise.length), noise.length);
        String cut = HexFormat.of().formatHex(Arrays.copyOf(changed, Math.min(length, changed.length)));
        parsed(cut + MARK)
                .ifPresent(read -> assertThat(read.making().length + read.signature().length)
                        .isLessThanOrEqualTo(2 * changed.length));
    }
}
