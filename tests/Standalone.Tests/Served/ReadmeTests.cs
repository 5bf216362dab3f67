using KafkaGateway.Gateway;

namespace KafkaGateway.Standalone.Tests.Served;

/// <summary>The README says what is served because the same table says it.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_readme_lists_exactly_the_apis_that_are_served()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md"));
        var from = readme.IndexOf("<!-- apis", StringComparison.Ordinal);
        var start = readme.IndexOf('\n', from) + 1;
        var end = readme.IndexOf("<!-- /apis -->", StringComparison.Ordinal);
        Assert.Equal(ServedApisTable.Markdown(), readme[start..end]);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.KafkaGateway.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the solution is not above the test's folder");
        }

        return folder.FullName;
    }
}
