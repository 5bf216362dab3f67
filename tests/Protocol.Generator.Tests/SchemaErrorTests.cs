using Microsoft.CodeAnalysis;

namespace KafkaGateway.Protocol.Generator.Tests;

public sealed class SchemaErrorTests
{
    private const string Head = "data Thing versions 0-3 flexible 2+\nbody\n";

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("topic Thing versions 0 flexible none\nbody\n", 1, 1, "'api' or 'data'")]
    [InlineData("api x Thing versions 0 flexible none\nrequest\nresponse\n", 1, 5, "no api key")]
    [InlineData("data thing versions 0 flexible none\nbody\n", 1, 6, "no name")]
    [InlineData("data Thing versions 3-1 flexible none\nbody\n", 1, 21, "no span")]
    [InlineData("data Thing versions 0+ flexible none\nbody\n", 1, 21, "no span")]
    [InlineData("data Thing versions 0 flexible 2\nbody\n", 1, 32, "neither 'none'")]
    [InlineData("data Thing versions 0 flexible none deprecated 1\nbody\n", 1, 48, "not among 0")]
    [InlineData("data Thing versions 0 flexible none\n", 1, 1, "'body' is missing")]
    [InlineData("api 1 Thing versions 0 flexible none\nrequest\n", 2, 1, "'response' is missing")]
    [InlineData("data Thing versions 0 flexible none\nrequest\n", 2, 1, "'body' is expected")]
    [InlineData(Head + "response\n", 3, 1, "nothing may follow")]
    public void A_malformed_frame_of_a_file_is_an_error_at_its_place(string text, int line, int column, string what) => Check(text, line, column, what);

    [Theory]
    [InlineData("\tA int8\n", 3, 1, "only spaces")]
    [InlineData("  A int8\r\n", 3, 9, "LF alone")]
    [InlineData("\n  A int8\n", 3, 1, "blank")]
    [InlineData("   A int8\n", 3, 1, "two spaces")]
    [InlineData("  A  int8\n", 3, 5, "one space")]
    [InlineData("  A int8 \n", 3, 10, "one space")]
    [InlineData("  A string = \"x\n", 3, 14, "no end")]
    [InlineData("  A string = \"x\"y\n", 3, 17, "must follow")]
    [InlineData("    A int8\n", 3, 5, "too deep")]
    public void Words_and_levels_are_strict(string body, int line, int column, string what) => Check(Head + body, line, column, what);

    [Theory]
    [InlineData("  a int8\n", 3, 3, "no name")]
    [InlineData("  A\n", 3, 4, "type is missing")]
    [InlineData("  A int9\n", 3, 5, "'int9' is no type")]
    [InlineData("  A Other\n", 3, 5, "written 'struct Other'")]
    [InlineData("  A int8?\n", 3, 5, "never null")]
    [InlineData("  A []records\n", 3, 5, "no arrays of records")]
    [InlineData("  A int8 = 128\n", 3, 12, "no default")]
    [InlineData("  A int32 = null\n", 3, 13, "no default")]
    [InlineData("  A string = null\n", 3, 14, "no default")]
    [InlineData("  A []int8 = 1\n", 3, 14, "no default")]
    [InlineData("  A uuid = 1\n", 3, 12, "no default")]
    [InlineData("  A int8 tag x 2+\n", 3, 14, "no tag")]
    [InlineData("  A int8 tag 0 1+\n", 3, 3, "not flexible")]
    [InlineData("  A int8 4+\n", 3, 10, "not among 0-3")]
    [InlineData("  A int8 2-1\n", 3, 10, "not among 0-3")]
    [InlineData("  A int8 1x\n", 3, 10, "no range")]
    [InlineData("  A int8 nullable 1+\n", 3, 5, "no range of nullable")]
    [InlineData("  A string nullable key\n", 3, 21, "nullable versions are missing")]
    [InlineData("  A int8 inflexible\n", 3, 5, "only a string")]
    [InlineData("  A int8 ignorable key\n", 3, 20, "not expected here")]
    [InlineData("  A int8\n    B int8\n", 4, 5, "has no fields")]
    public void A_field_is_checked_word_by_word(string body, int line, int column, string what) => Check(Head + body, line, column, what);

    [Theory]
    [InlineData("  A int8\n  B int8\n  A int8\n", 5, 3, "two fields A")]
    [InlineData("  A int8 tag 1 2+\n  B int8 tag 1 2+\n", 4, 3, "two fields of tag 1")]
    [InlineData("  A []X\n", 3, 7, "neither fields here nor a define")]
    [InlineData("  A []X\n    B int8\n  C []X\n    D int8\n", 5, 7, "two structs X")]
    [InlineData("  A []X\n    B int8\n  C []X\n", 5, 7, "neither fields here nor a define")]
    [InlineData("  define X\n    B int8\n  define X\n    B int8\n  A []X\n", 5, 10, "two structs X")]
    [InlineData("  define X\n    B []Y\n  define Y\n    C []X\n  A []X\n", 3, 10, "X holds itself")]
    [InlineData("  define X\n    B struct X\n", 3, 10, "X holds itself")]
    [InlineData("  A []X 1-2\n    B int8 3\n", 4, 5, "no version of its parent")]
    public void Names_tags_and_versions_must_fit_together(string body, int line, int column, string what) => Check(Head + body, line, column, what);

    [Fact]
    public void A_file_with_an_error_takes_no_other_file_down()
    {
        var result = GeneratorRun.Run(new SchemaText("Bad.kafka", "nonsense\n"), SchemaText.Load("00-Produce.kafka"));
        Assert.Equal("Bad.kafka", Assert.Single(result.Diagnostics).Location.GetLineSpan().Path);
        Assert.Contains(result.GeneratedSources, s => s.HintName == "00-Produce.ProduceRequest.g.cs");
    }

    [Fact]
    public void Two_apis_of_one_key_are_an_error()
    {
        var result = GeneratorRun.Run(SchemaText.Load("00-Produce.kafka"), new SchemaText("Twin.kafka", "api 0 Twin versions 0 flexible none\nrequest\nresponse\n"));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("KAFKA002", diagnostic.Id);
        Assert.Equal("Twin.kafka", diagnostic.Location.GetLineSpan().Path);
    }

    private static void Check(string text, int line, int column, string what)
    {
        var result = GeneratorRun.Run(new SchemaText("Thing.kafka", text));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Contains(what, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(("KAFKA001", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        var place = diagnostic.Location.GetLineSpan();
        Assert.Equal(("Thing.kafka", line, column), (place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1));
        Assert.Empty(result.GeneratedSources);
    }
}
