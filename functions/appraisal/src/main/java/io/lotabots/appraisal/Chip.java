package io.lotabots.appraisal;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The certificate of one chip of AMD's for one TCB version (VCEK), as evidence names it and as AMD's key distribution
 * service has it (publication 57230, section 4).
 *
 * @param key what it is stored under: {@code amd/<product>/vcek/<chip id>/<reported TCB>}, both in hexadecimal
 * @param product in lower case
 * @param id 64 bytes, of Turin 8, in hexadecimal
 * @param tcb 8 bytes
 */
record Chip(String key, String product, String id, byte[] tcb) {
    private static final Pattern KEY =
            Pattern.compile("amd/(?:(milan|genoa)/vcek/([0-9a-f]{128})|(turin)/vcek/([0-9a-f]{16}))/([0-9a-f]{16})");

    /** A security version number of a TCB version, by its byte and its name in an address. */
    private record Version(int index, String name) {}

    private static final List<Version> BEFORE_TURIN = List.of(
            new Version(0, "blSPL"), new Version(1, "teeSPL"), new Version(6, "snpSPL"), new Version(7, "ucodeSPL"));
    private static final List<Version> OF_TURIN = List.of(
            new Version(0, "fmcSPL"),
            new Version(1, "blSPL"),
            new Version(2, "teeSPL"),
            new Version(3, "snpSPL"),
            new Version(7, "ucodeSPL"));

    /** Absent for a key of anything else. */
    static Optional<Chip> of(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int group = matcher.group(1) == null ? 3 : 1;
        Chip chip = new Chip(
                key,
                matcher.group(group),
                matcher.group(group + 1),
                HexFormat.of().parseHex(matcher.group(5)));
        return chip.saysNothingElse() ? Optional.of(chip) : Optional.empty();
    }

    /** Whether all bytes of the TCB version are zero that no number stands in: they are in no address. */
    private boolean saysNothingElse() {
        return IntStream.range(0, tcb.length)
                .allMatch(at -> tcb[at] == 0 || versions().stream().anyMatch(version -> version.index == at));
    }

    private List<Version> versions() {
        return product.equals("turin") ? OF_TURIN : BEFORE_TURIN;
    }

    static boolean isKey(String key) {
        return of(key).isPresent();
    }

    /** The key of what stands between the chip and AMD's root. */
    String chain() {
        return "amd/" + product + "/vcek/cert_chain";
    }

    /** Path and query below the service's address, each number in two decimal digits or three. */
    String path() {
        return "/vcek/v1/" + product.substring(0, 1).toUpperCase(Locale.ROOT) + product.substring(1) + "/" + id
                + versions().stream()
                        .map(version -> "%s=%02d".formatted(version.name, tcb[version.index] & 0xff))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
