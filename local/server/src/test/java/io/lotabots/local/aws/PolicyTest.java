package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluation logic by itself. */
class PolicyTest {
    private static Decision decide(String statements, String action, String resource) {
        return decide(statements, new Access(action, resource, Map.of()));
    }

    private static Decision decide(String statements, Access access) {
        return new Policy(List.of(Machine.json("{\"Statement\":" + statements.replace('\'', '"') + "}")))
                .decide(access);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t   | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | true
            dynamodb:getitem  | *                              | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | true
            dynamodb:Get*     | *                              | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | true
            dynamodb:?etItem  | *                              | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | true
            *                 | *                              | s3:PutObject      | arn:aws:s3:::b/k                     | true
            dynamodb:Get      | *                              | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | false
            dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/T   | dynamodb:GetItem  | arn:aws:dynamodb:r:a:table/t         | false
            dynamodb:Query    | arn:aws:dynamodb:r:a:table/t   | dynamodb:Query    | arn:aws:dynamodb:r:a:table/t/index/i | false
            dynamodb:Query    | arn:aws:dynamodb:r:a:table/t/* | dynamodb:Query    | arn:aws:dynamodb:r:a:table/t/index/i | true
            s3:GetObject      | arn:aws:s3:::b                 | s3:GetObject      | arn:aws:s3:::b/k                     | false
            s3:GetObject      | arn:aws:s3:::b/*/c             | s3:GetObject      | arn:aws:s3:::b/x/y/c                 | true
            """)
    void wildcards_match_actions_without_case_and_resources_with_it(
            String actions, String resources, String action, String resource, boolean allowed) {
        String statement = "{'Effect':'Allow','Action':'" + actions + "','Resource':'" + resources + "'}";
        assertThat(decide(statement, action, resource).allowed()).isEqualTo(allowed);
    }

    @Test
    void nothing_is_allowed_by_default() {
        assertThat(decide("[]", "s3:GetObject", "arn"))
                .isEqualTo(Decision.denied("because no identity-based policy allows the s3:GetObject action"));
    }

    @Test
    void what_is_not_named_is_what_not_action_and_not_resource_mean() {
        String statement = "{'Effect':'Allow','NotAction':'s3:Delete*','NotResource':'arn:private/*'}";
        assertThat(decide(statement, "s3:GetObject", "arn:public/a").allowed()).isTrue();
        assertThat(decide(statement, "s3:DeleteObject", "arn:public/a").allowed())
                .isFalse();
        assertThat(decide(statement, "s3:GetObject", "arn:private/a").allowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'StringEquals':{'s3:prefix':'a'}}                            | a   | true
            {'StringEquals':{'s3:prefix':['b','a']}}                      | a   | true
            {'StringEquals':{'s3:prefix':'a'}}                            | b   | false
            {'StringNotEquals':{'s3:prefix':['a','b']}}                   | b   | false
            {'StringNotEquals':{'s3:prefix':['a','b']}}                   | c   | true
            {'StringLike':{'s3:prefix':'a*'}}                             | abc | true
            {'StringEqualsIgnoreCase':{'S3:Prefix':'A'}}                  | a   | true
            {'StringEquals':{'s3:prefix':'a'},'StringLike':{'s3:prefix':'b*'}} | a | false
            {'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['x']}}  | a   | true
            {'ForAnyValue:StringEquals':{'dynamodb:LeadingKeys':['x']}}   | a   | false
            {'StringEquals':{'dynamodb:LeadingKeys':'x'}}                 | a   | false
            {'StringEqualsIfExists':{'dynamodb:LeadingKeys':'x'}}         | a   | true
            {'Null':{'dynamodb:LeadingKeys':'true'}}                      | a   | true
            {'Null':{'s3:prefix':'true'}}                                 | a   | false
            """)
    void conditions_hold_as_documented(String condition, String prefix, boolean holds) {
        String statement = "{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + condition + "}";
        Access access = new Access("s3:ListBucket", "arn", Map.of("s3:prefix", List.of(prefix)));
        assertThat(decide(statement, access).allowed()).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'IpAddress':{'s3:prefix':'10.0.0.0/8'}}                | condition operator IpAddress
            {'StringEquals':{'aws:PrincipalOrgID':'o-1'}}           | condition key aws:PrincipalOrgID
            {'StringEquals':{'s3:prefix':'${aws:username}'}}        | policy variable in [${aws:username}]
            """)
    void what_cannot_be_evaluated_denies_even_beside_an_allow(String condition, String named) {
        for (String effect : List.of("Allow", "Deny")) {
            String statements = "[{'Effect':'" + effect + "','Action':'*','Resource':'*','Condition':" + condition
                    + "},{'Effect':'Allow','Action':'*','Resource':'*'}]";
            assertThat(decide(statements, "s3:ListBucket", "arn"))
                    .isEqualTo(Decision.denied("because a condition cannot be evaluated on this machine: " + named));
        }
    }

    @Property
    void a_wildcard_matches_as_its_regular_expression(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String text,
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'd') String drawn) {
        // Letters c and d stand for the wildcards, so that patterns are drawn densely.
        String pattern = drawn.replace('c', '*').replace('d', '?');
        String expression = pattern.replace("*", ".*").replace('?', '.');
        assertThat(Wildcard.matches(pattern, text)).isEqualTo(text.matches(expression));
    }
}
