package io.lotabots.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static final String PATTERN = """
            {'source':['aws.backup'],'detail':{'state':['COMPLETED','DONE'],'resourceArn':[{'prefix':'arn:x-'}]}}""";

    private static boolean matches(String event) throws IOException {
        return new EventPattern("rule", json(PATTERN)).matches(json(event));
    }

    @Test
    void an_event_matches_when_every_field_has_one_of_the_values() throws IOException {
        assertThat(matches("{'source':'aws.backup','more':1,'detail':{'state':'DONE','resourceArn':'arn:x-1'}}"))
                .isTrue();
        assertThat(matches("{'source':'aws.backup','detail':{'state':['A','DONE'],'resourceArn':'arn:x-1'}}"))
                .isTrue();
        assertThat(matches("{'source':'aws.backup','detail':{'state':'FAILED','resourceArn':'arn:x-1'}}"))
                .isFalse();
        assertThat(matches("{'source':'aws.backup','detail':{'state':'DONE','resourceArn':'arn:y-1'}}"))
                .isFalse();
        assertThat(matches("{'source':'aws.backup','detail':{'state':'DONE'}}")).isFalse();
        assertThat(matches("{'source':'aws.s3','detail':{'state':'DONE','resourceArn':'arn:x-1'}}"))
                .isFalse();
    }

    @Test
    void a_pattern_that_cannot_be_compared_here_is_refused_in_one_line() throws IOException {
        JsonNode pattern = json("{'detail':{'size':[{'numeric':['>',1]}]}}");
        assertThatThrownBy(() -> new EventPattern("rule x", pattern))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("rule x: the pattern of size");
    }

    @Test
    void events_wait_whole_in_the_order_of_their_files(@TempDir Path data) throws IOException {
        Spool spool = Spool.of(data);
        assertThat(spool.waiting()).isEmpty();
        spool.leave(List.of(json("{'id':'1'}"), json("{'id':'2'}")));
        assertThat(spool.waiting()).hasSize(1);
        assertThat(Spool.events(spool.waiting().getFirst())).containsExactly(json("{'id':'1'}"), json("{'id':'2'}"));
        Files.writeString(spool.folder().resolve("half.new"), "[");
        Files.writeString(spool.folder().resolve("broken.events.json"), "[");
        assertThat(spool.waiting()).hasSize(2);
        assertThat(Spool.events(spool.folder().resolve("broken.events.json"))).isEmpty();
    }

    @Test
    void an_event_waits_on_the_bus_that_it_was_put_on(@TempDir Path data) throws IOException {
        Spool spool = Spool.of(data);
        spool.leave(List.of(json("{'id':'1'}")));
        assertThat(Spool.bus(spool.waiting().getFirst())).isEqualTo("default");
        Files.delete(spool.waiting().getFirst());
        spool.leave("lotabots-dev-mail", List.of(json("{'id':'2'}")));
        assertThat(Spool.bus(spool.waiting().getFirst())).isEqualTo("lotabots-dev-mail");
        assertThat(Spool.bus(Path.of("older.events.json"))).isEqualTo("default");
    }

    @Test
    void a_mail_is_a_file_that_its_owner_alone_reads(@TempDir Path data) throws IOException {
        Mailbox mailbox = new Mailbox(Optional.of(data.resolve("mail")));
        mailbox.take(
                json("{'id':'1','time':'2026-11-21T14:00:00Z','detail-type':'MailRequested','detail':{'to':'a@b'}}"));
        mailbox.take(json("{'id':'2','time':'2026-11-21T14:00:00Z','detail-type':'Other','detail':{'to':'a@b'}}"));
        assertThat(mailbox.to("a@b")).containsExactly(json("{'to':'a@b'}"));
        assertThat(mailbox.to("c@d")).isEmpty();
        Path file = data.resolve("mail/20261121T140000Z-1.json");
        assertThat(JSON.readTree(file.toFile())).isEqualTo(json("{'to':'a@b'}"));
        assertThat(Files.getPosixFilePermissions(data.resolve("mail")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void a_data_folder_is_for_one_platform_at_a_time(@TempDir Path root) throws Exception {
        DataFolder data = new DataFolder(root);
        try (AutoCloseable lock = data.lock()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(data::lock)
                    .isInstanceOf(StartException.class)
                    .hasMessage("the data folder " + root + " is in use: a platform runs on it");
        }
        data.lock().close();
    }
}
