package io.lotabots.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {
    @TempDir
    private Path directory;

    @Test
    void intrinsics_are_resolved() throws Exception {
        JsonNode properties = resolved("""
                "Text":{"Fn::Sub":"a-${AWS::StackName}-${!Literal}-${Table}-${Table.Arn}"},
                "WithVariables":{"Fn::Sub":["${x}/${AWS::Region}",{"x":{"Ref":"Table"}}]},
                "Joined":{"Fn::Join":["-",["a",{"Ref":"AWS::AccountId"},{"Fn::Select":[1,{"Fn::Split":[",","p,q,r"]}]}]]},
                "Chosen":{"Fn::If":["Yes","then","else"]},
                "Left":{"Fn::If":["No","then",{"Ref":"AWS::NoValue"}]},
                "List":[1,{"Ref":"AWS::NoValue"},{"Ref":"Parameter"}],
                "Mapped":{"Fn::FindInMap":["Map",{"Ref":"AWS::Region"},"key"]},
                "Function":{"Fn::GetAtt":"Function.Arn"},
                "Statement":{"Condition":{"StringEquals":{"a":"b"}}}
                """);

        String table = "arn:aws:dynamodb:eu-west-1:123456789012:table/one-Table";
        assertThat(properties.path("Text").asText()).isEqualTo("a-one-${Literal}-one-Table-" + table);
        assertThat(properties.path("WithVariables").asText()).isEqualTo("one-Table/eu-west-1");
        assertThat(properties.path("Joined").asText()).isEqualTo("a-123456789012-q");
        assertThat(properties.path("Chosen").asText()).isEqualTo("then");
        assertThat(properties.has("Left")).isFalse();
        assertThat(properties.path("List").toString()).isEqualTo("[1,\"default\"]");
        assertThat(properties.path("Mapped").asText()).isEqualTo("mapped");
        assertThat(properties.path("Function").asText())
                .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:named");
        assertThat(properties.path("Statement").toString())
                .isEqualTo("{\"Condition\":{\"StringEquals\":{\"a\":\"b\"}}}");
    }

    @Test
    void a_stack_reads_what_another_exports_and_dependencies_come_first() throws Exception {
        Assembly assembly = assembly("\"Imported\":{\"Fn::ImportValue\":\"one:Table\"}", "two");

        assertThat(assembly.resources().getFirst().stack()).isEqualTo("one");
        Resource last = assembly.resources().getLast();
        assertThat(last.stack()).isEqualTo("two");
        assertThat(last.text("Imported")).isEqualTo("one-Table");
    }

    @Test
    void names_are_always_present_and_a_false_condition_removes_a_resource() throws Exception {
        Assembly assembly = assembly("", "one");

        assertThat(assembly.ofType("AWS::DynamoDB::Table"))
                .singleElement()
                .extracting(t -> t.text("TableName"))
                .isEqualTo("one-Table");
        assertThat(assembly.ofType("AWS::S3::Bucket"))
                .singleElement()
                .satisfies(b -> assertThat(b.text("BucketName")).isEqualTo("one-bucket"));
    }

    @Test
    void what_is_wrong_is_named_in_one_line() {
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Ref\":\"Nobody\"}"))
                .hasMessage("stack one: Thing.Wrong: Nobody is neither a parameter nor a resource");
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Fn::GetAtt\":[\"Thing\",\"Colour\"]}"))
                .hasMessage("stack one: Thing.Wrong: attribute Colour of Thing (AWS::Some::Thing) is not known here");
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Fn::Cidr\":[]}"))
                .hasMessage("stack one: Thing.Wrong: Fn::Cidr cannot be resolved on this machine");
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Fn::ImportValue\":\"nowhere\"}"))
                .hasMessage("stack one: Thing.Wrong: no stack exports nowhere");
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Fn::If\":[\"Maybe\",1,2]}"))
                .hasMessage("stack one: Thing.Wrong: condition Maybe is not declared");
        assertThatThrownBy(() -> resolved("\"Wrong\":{\"Fn::If\":[\"Circular\",1,2]}"))
                .hasMessageStartingWith("stack one: Thing.Wrong: nested or circular");
    }

    private JsonNode resolved(String properties) throws IOException {
        return assembly(properties, "one").ofType("AWS::Some::Thing").getFirst().properties();
    }

    private Assembly assembly(String properties, String stack) throws IOException {
        String thing = "\"Thing\":{\"Type\":\"AWS::Some::Thing\",\"Properties\":{" + properties + "}}";
        template("one", """
                "Parameters":{"Parameter":{"Type":"String","Default":"default"}},
                "Mappings":{"Map":{"eu-west-1":{"key":"mapped"}}},
                "Conditions":{"Yes":{"Fn::Equals":[{"Ref":"AWS::Region"},"eu-west-1"]},
                  "No":{"Fn::Not":[{"Condition":"Yes"}]},"Circular":{"Condition":"Circular"}},
                "Resources":{"Table":{"Type":"AWS::DynamoDB::Table"},
                  "Bucket":{"Type":"AWS::S3::Bucket"},
                  "Gone":{"Type":"AWS::S3::Bucket","Condition":"No"},
                  "Function":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"named"}}%s},
                "Outputs":{"Export":{"Value":{"Ref":"Table"},"Export":{"Name":"one:Table"}}}
                """.formatted(stack.equals("one") ? "," + thing : ""));
        template("two", "\"Resources\":{" + (stack.equals("two") ? thing : "") + "}");
        Files.writeString(directory.resolve("manifest.json"), """
                {"artifacts":{
                  "two":{"type":"aws:cloudformation:stack","environment":"aws://123456789012/eu-west-1",
                    "properties":{"templateFile":"two.json"},"dependencies":["one"]},
                  "one":{"type":"aws:cloudformation:stack","environment":"aws://123456789012/eu-west-1",
                    "properties":{"templateFile":"one.json"}}}}
                """);
        return Assembly.read(directory);
    }

    private void template(String name, String members) throws IOException {
        Files.writeString(directory.resolve(name + ".json"), "{" + members + "}");
    }
}
