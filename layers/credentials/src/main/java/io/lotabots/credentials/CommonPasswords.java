package io.lotabots.credentials;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that people choose most, from the dictionary of the zxcvbn library: thirty thousand, in small letters. */
public final class CommonPasswords {
    private static final String DICTIONARY = "matchers/dictionaries/passwords.txt";

    private final Set<String> known;

    private CommonPasswords(Set<String> known) {
        this.known = known;
    }

    /** Reads the list; takes some milliseconds. @throws UncheckedIOException when the library does not hold it */
    public static CommonPasswords load() {
        try (InputStream in = Zxcvbn.class.getResourceAsStream(DICTIONARY)) {
            if (in == null) {
                throw new IOException("the zxcvbn library holds no " + DICTIONARY);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new CommonPasswords(lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a password is one of them, however its letters are capitalised. */
    public boolean contains(String password) {
        return known.contains(password.toLowerCase(Locale.ROOT));
    }

    public int size() {
        return known.size();
    }
}
