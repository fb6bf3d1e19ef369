package io.lotabots.cdk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {

    private static final Table ROWS = Table.keyed("rows", "row");

    private static Platform platform(Declaration... functions) {
        return new Platform(List.of(new Service("one", "one", List.of(ROWS), Arrays.asList(functions))));
    }

    @Test
    void two_functions_on_one_route_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform(Declaration.get("/a", "GetA", ""), Declaration.get("/a", "GetB", "")))
                .withMessage("GET /a is declared twice: by GetA and by GetB");
    }

    @Test
    void an_alias_counts_as_a_route() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform(
                        Declaration.get("/a", "GetA", ""),
                        Declaration.get("/b", "GetB", "").alsoAt("/a")))
                .withMessageContaining("GET /a is declared twice");
    }

    @Test
    void the_name_of_a_parameter_does_not_tell_routes_apart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        platform(Declaration.get("/a/{one}", "GetA", ""), Declaration.get("/a/{other}", "GetB", "")))
                .withMessageContaining("GET /a/{} is declared twice");
    }

    @Test
    void two_methods_of_one_path_are_two_routes() {
        assertThat(platform(Declaration.get("/a", "GetA", ""), Declaration.post("/a", "PostA", ""))
                        .services())
                .hasSize(1);
    }

    @Test
    void a_store_that_nobody_owns_cannot_be_touched() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform(Declaration.get("/a", "GetA", "").gets(Table.keyed("others", "row"))))
                .withMessage("GetA touches a store that no service owns");
    }

    @Test
    void two_functions_of_one_name_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform(Declaration.get("/a", "GetA", ""), Declaration.get("/b", "GetA", "")))
                .withMessage("two functions are called GetA");
    }

    @Test
    void a_thirty_sixth_endpoint_needs_another_service() {
        List<Declaration> many = new ArrayList<>();
        for (int number = 0; number < 36; number++) {
            many.add(Declaration.get("/p" + number, "Get" + number, ""));
        }
        assertThat(platform(many.subList(0, 35).toArray(Declaration[]::new)).services())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform(many.toArray(Declaration[]::new)))
                .withMessage("service one may have at most 35 endpoints, got: 36");
    }

    @Test
    void a_verb_fits_its_kind_of_store() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grant(new Bucket("things"), Verb.GET))
                .withMessage("dynamodb:GetItem is no verb of the bucket things");
    }

    @Test
    void a_declaration_asks_for_no_setting_that_a_stage_does_not_have() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.get("/a", "GetA", "").settings("patience"))
                .withMessageStartingWith("there is no setting patience");
    }

    @Test
    void stores_are_found_by_variables() {
        assertThat(ROWS.variable()).isEqualTo("TABLE_ROWS");
        assertThat(new Bucket("cold-rows").variable()).isEqualTo("BUCKET_COLD_ROWS");
        assertThat(new Secret("admin-key", "", "").variable()).isEqualTo("SECRET_ADMIN_KEY");
    }

    @Test
    void admin_routes_know_the_key_and_count_callers_before_they_look_at_it() {
        Secret key = new Secret("admin-key", "", "");
        Table limits = Table.keyed("limits", "bucket").expiring();

        Declaration declared = Declaration.post("/admin/a", "PostA", "").admin(key, limits);

        assertThat(declared.grants()).containsExactly(new Grant(key, Verb.READ_SECRET), new Grant(limits, Verb.UPDATE));
        assertThat(declared.settings()).containsExactly("adminRequestsPerMinute");
    }

    @Test
    void admin_routes_that_only_read_know_the_read_key_too() {
        Secret key = new Secret("admin-key", "", "");
        Secret readKey = new Secret("admin-read-key", "", "");
        Table limits = Table.keyed("limits", "bucket").expiring();

        Declaration declared = Declaration.get("/admin/a", "GetA", "").adminReading(key, readKey, limits);

        assertThat(declared.grants())
                .containsExactly(
                        new Grant(key, Verb.READ_SECRET),
                        new Grant(readKey, Verb.READ_SECRET),
                        new Grant(limits, Verb.UPDATE));
        assertThat(declared.settings()).containsExactly("adminRequestsPerMinute");
    }
}
