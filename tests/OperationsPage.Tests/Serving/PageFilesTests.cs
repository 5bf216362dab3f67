using System.Net;
using System.Text.RegularExpressions;
using KafkaGateway.OperationsPage.Tests.Hosting;

namespace KafkaGateway.OperationsPage.Tests.Serving;

public sealed partial class PageFilesTests : PageTest
{
    [Fact]
    public async Task The_page_is_at_its_address_with_a_slash_and_leads_there_without_one()
    {
        using var page = await GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        using var without = await GetAsync("");
        Assert.Equal((HttpStatusCode.Found, "operations/"), (without.StatusCode, without.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task All_that_the_page_names_is_there_and_none_of_it_is_elsewhere()
    {
        var toRead = new Queue<string>(["/"]);
        var read = new HashSet<string>();
        while (toRead.TryDequeue(out var path))
        {
            if (!read.Add(path))
                continue;
            using var file = await GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, path), (file.StatusCode, path));
            var text = await file.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(Elsewhere(), text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
            foreach (Match named in Names().Matches(text))
                toRead.Enqueue($"/{named.Groups["file"].Value}");
        }

        Assert.Superset(new HashSet<string> { "/", "/page.css", "/page.js", "/icon.svg", "/plot.js" }, read);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/data/cluster")]
    [InlineData("/data/topic?name=none")]
    public async Task Browsers_are_told_to_load_nothing_from_elsewhere(string path)
    {
        using var response = await GetAsync(path);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_file_that_a_browser_has_is_not_sent_again_and_data_is_never_kept()
    {
        using var first = await GetAsync("/page.css");
        Assert.True(first.Headers.CacheControl?.NoCache);
        using var again = await GetAsync("/page.css", ifNoneMatch: first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await GetAsync("/page.css", ifNoneMatch: "\"0000\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var data = await GetAsync("/data/cluster");
        Assert.True(data.Headers.CacheControl?.NoStore);
    }

    [GeneratedRegex("https?://|//[a-z]+\\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("(?:href=\"|src=\"|from '\\./)(?<file>[a-z]+\\.[a-z]+)")]
    private static partial Regex Names();
}
