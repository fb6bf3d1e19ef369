package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8099",
                "https://db.localhost",
                "https://node",
                "https://node.local",
                "https://node.internal.",
                "https://NODE.Internal",
                "https://127.0.0.1",
                "https://2130706433",
                "https://10.1.2.3",
                "https://172.16.0.1",
                "https://192.168.7.7:8099",
                "https://169.254.169.254",
                "https://100.64.0.1",
                "https://0.1.2.3",
                "https://224.0.0.1",
                "https://255.255.255.255",
                "https://[::1]",
                "https://[fd00::1]",
                "https://[fe80::1]",
                "https://[::ffff:10.0.0.1]",
                "https://user:secret@node.example.org"
            })
    void an_address_of_a_private_network_or_with_a_password_is_private(String address) {
        Node shown = Node.of(0, URI.create(address), false);
        assertThat(shown.urlRedacted()).isTrue();
        assertThat(shown.url()).isNull();
        assertThat(shown.name()).isEqualTo("node-1");
        assertThat(Json.write(shown)).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rustchain.org",
                "https://node.example.org:8099",
                "https://50.28.86.131",
                "https://172.32.0.1",
                "https://100.128.0.1",
                "https://[2606:4700::1111]"
            })
    void an_address_of_the_internet_is_shown(String address) {
        assertThat(Node.of(0, URI.create(address), false).url()).isEqualTo(address);
    }

    @Test
    void an_operator_is_shown_private_addresses() {
        Node shown = Node.of(4, URI.create("https://10.1.2.3"), true);
        assertThat(shown.url()).isEqualTo("https://10.1.2.3");
        assertThat(shown.urlRedacted()).isFalse();
        assertThat(shown.nodeId()).isEqualTo("node-5");
        assertThat(shown.online()).isNull();
    }

    @Test
    void the_list_reads_words_parted_by_commas_or_a_json_list() {
        Page all = new Page(50, 0);
        for (String setting : List.of(
                "https://a.example.org, https://b.example.org",
                "[\"https://a.example.org\",\"https://b.example.org\"]")) {
            assertThat(NodeList.of(Env.of(Map.of("NODES", setting))).page(all, false))
                    .extracting(Node::url)
                    .containsExactly("https://a.example.org", "https://b.example.org");
        }
        assertThat(NodeList.of(Env.of(Map.of())).page(all, false)).isEmpty();
    }

    @Test
    void a_page_is_a_part_of_the_list_in_its_order() {
        NodeList nodes = NodeList.of(Env.of(Map.of("NODES", "https://a.org,https://b.org,https://c.org")));
        assertThat(nodes.page(new Page(1, 1), false)).extracting(Node::url).containsExactly("https://b.org");
        assertThat(nodes.page(new Page(50, 2), false)).extracting(Node::url).containsExactly("https://c.org");
        assertThat(nodes.page(new Page(50, 3), false)).isEmpty();
        assertThat(nodes.page(new Page(50, 1_000_000), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example.org",
                "a.example.org",
                "https://",
                "https://a b",
                "[1",
                "https://a.org,",
                "https://0x7f.1",
                "https://127.1"
            })
    void a_setting_that_names_no_address_is_refused_at_start(String setting) {
        assertThatThrownBy(() -> NodeList.of(Env.of(Map.of("NODES", setting))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NODES");
    }
}
