package io.lotabots.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    @Property
    void accounts_read_back_as_they_were_written(@ForAll("accounts") List<Account> accounts) {
        byte[] bytes = Line.write(accounts, Account::write);
        assertThat(Line.read(bytes, "accounts", Account::read)).isEqualTo(accounts);
    }

    @Provide
    Arbitrary<List<Account>> accounts() {
        Arbitrary<Long> any = Arbitraries.longs();
        return Combinators.combine(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .withChars("A.Z_0:9-")
                                .ofMinLength(1)
                                .ofMaxLength(128),
                        any,
                        any,
                        any,
                        any,
                        any,
                        any,
                        any)
                .as(Account::new)
                .list()
                .ofMaxSize(5);
    }

    @Test
    void a_journal_entry_reads_back_with_and_without_a_sender() {
        List<JournalEntry> entries = List.of(
                Chain.entry(JournalEntry.Step.GENESIS, 5, "a", "", "treasury", 9),
                new JournalEntry(6, JournalEntry.Step.SUBMIT, "0".repeat(32), "-", "b", 1, 2, 3, 4));
        byte[] bytes = Line.write(entries, JournalEntry::write);
        assertThat(Line.read(bytes, "journal", JournalEntry::read)).isEqualTo(entries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1 2 3 4 5 6\n",
                "a 1 2 3 4 5 6 7 8\n",
                "a 01 2 3 4 5 6 7\n",
                "a +1 2 3 4 5 6 7\n",
                "a -0 2 3 4 5 6 7\n",
                "a 9223372036854775808 2 3 4 5 6 7\n",
                "a  2 3 4 5 6 7\n",
                "ä 1 2 3 4 5 6 7\n",
                " 1 2 3 4 5 6 7\n",
                "a 1 2 3 4 5 6 7"
            })
    void what_no_writer_writes_is_refused_with_its_line(String text) {
        assertThatThrownBy(() -> Line.read(text.getBytes(StandardCharsets.UTF_8), "accounts", Account::read))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("accounts")
                .hasMessageContaining("line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"kind\":1}",
                "{\"kind\":\"lotabots manifest 1\"}",
                "{\"a\":",
                "{\"a\":{}}"
            })
    void what_is_no_manifest_and_no_root_is_refused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Manifest.parse(bytes)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> EpochRoot.parse(bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_root_with_a_space_more_is_another_root() {
        byte[] root = new Chain().seal(java.util.Map.of("a", 1L)).bytes();
        assertThat(EpochRoot.parse(root).bytes()).isEqualTo(root);
        byte[] spaced =
                new String(root, StandardCharsets.US_ASCII).replace(",", ", ").getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> EpochRoot.parse(spaced)).hasMessageContaining("not in its canonical form");
    }

    @Test
    void a_page_holds_what_its_wallets_earned() {
        Account first = new Account("a", 320, 5, 2, 0, 0, 0, 0);
        Account last = new Account("b", 639, Long.MAX_VALUE, 4_000_000, 0, 0, 0, 0);
        byte[] page = Page.write(1, List.of(first, last, new Account("c", 0, 9, 9, 0, 0, 0, 0)));
        assertThat(page).hasSize(3840);
        assertThat(Page.entry(page, 320)).isEqualTo(new Page.Entry(5, 2));
        assertThat(Page.entry(page, 639)).isEqualTo(new Page.Entry(Long.MAX_VALUE, 4_000_000));
        assertThat(Page.entry(page, 321)).isEqualTo(new Page.Entry(0, 0));
    }

    @Test
    void identities_are_spread_by_the_leading_bits_of_their_digest() {
        // SHA-256 of "abc" begins with ba78.
        assertThat(Frozen.shardOf("abc", 64)).isEqualTo(0xba >> 2);
        assertThat(Frozen.shardOf("abc", 1)).isZero();
    }
}
