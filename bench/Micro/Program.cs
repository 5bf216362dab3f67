using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process, because a generated project would inherit the repository's build rules.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
    args.Length > 0 ? args : ["--filter", "*"],
    DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddExporter(MarkdownExporter.GitHub));
