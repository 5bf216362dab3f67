namespace KafkaGateway.Protocol.Tests.Codec;

public sealed class RoundTripTests
{
    private const int Seeds = 6;

    [Fact]
    public void All_74_apis_have_a_request_and_a_response()
    {
        Assert.Equal(74, KafkaApis.All.Count);
        foreach (var api in KafkaApis.All)
        {
            Assert.Contains(SchemaMessage.All, m => m.Type == api.NewRequest().GetType());
            Assert.Contains(SchemaMessage.All, m => m.Type == api.NewResponse().GetType());
        }
    }

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void Every_version_is_written_as_the_schema_says_and_reads_back_equal(string name) => ForEach(name, (message, version, seed) =>
    {
        var value = new RandomMessage(message, version, seed).Make();
        var expected = new ReferenceEncoder(message, version).Encode(value);
        Assert.Equal(expected, Encode(value, version));

        var back = message.New();
        Assert.Equal(0, Decode(back, expected, version));
        SameMessage.Check(value, back, name);
        Assert.Equal(expected, Encode(back, version));
    });

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void Reading_leaves_nothing_of_what_the_object_held_before(string name) => ForEach(name, (message, version, seed) =>
    {
        var value = new RandomMessage(message, version, seed).Make();
        var newest = (short)message.Schema.Versions.High;
        var used = new RandomMessage(message, newest, seed + 1).Make();
        Decode(used, Encode(value, version), version);
        SameMessage.Check(value, used, name);
    });

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void Unknown_tagged_fields_and_octets_behind_the_body_are_passed_over(string name) => ForEach(name, (message, version, seed) =>
    {
        var value = new RandomMessage(message, version, seed).Make();
        var back = message.New();
        byte[] octets = [.. new ReferenceEncoder(message, version, withUnknownTags: true).Encode(value), 0x00, 0xFF];
        Assert.Equal(2, Decode(back, octets, version));
        SameMessage.Check(value, back, name);
    });

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void A_new_message_holds_the_defaults_of_the_schema(string name)
    {
        var message = SchemaMessage.Find(name);
        foreach (var value in message.Schema.Structs.Append(message.Schema.Root))
        {
            var instance = Activator.CreateInstance(message.TypeOf(value))!;
            foreach (var field in value.Fields)
                Assert.True(SchemaDefault.Is(field, instance.GetType().GetProperty(field.Name)!.GetValue(instance), message), field.Name);
        }
    }

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void A_field_that_the_version_lacks_is_refused_unless_it_is_ignorable(string name)
    {
        var message = SchemaMessage.Find(name);
        foreach (var value in message.Schema.Structs.Append(message.Schema.Root))
            foreach (var version in message.Versions.Where(v => value.Versions.Contains(v)))
                foreach (var field in value.Fields.Where(f => !f.Versions.Contains(version)))
                {
                    var instance = (IKafkaMessage)Activator.CreateInstance(message.TypeOf(value))!;
                    var other = new RandomMessage(message, (short)field.Versions.High, seed: 1).MakeOther(field);
                    instance.GetType().GetProperty(field.Name)!.SetValue(instance, other);
                    if (field.IsIgnorable)
                        Encode(instance, version);
                    else
                        Assert.Contains(field.Name, Assert.Throws<ProtocolException>(() => Encode(instance, version)).Message, StringComparison.Ordinal);
                }
    }

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void A_version_outside_the_schema_is_refused(string name)
    {
        var message = SchemaMessage.Find(name);
        foreach (var version in new[] { (short)(message.Schema.Versions.Low - 1), (short)(message.Schema.Versions.High + 1), short.MinValue, short.MaxValue })
        {
            Assert.Throws<ProtocolException>(() => Encode(message.New(), version));
            Assert.Throws<ProtocolException>(() => Decode(message.New(), new byte[1000], version));
        }
    }

    private static void ForEach(string name, Action<SchemaMessage, short, int> check)
    {
        var message = SchemaMessage.Find(name);
        foreach (var version in message.Versions)
            for (var seed = 0; seed < Seeds; seed++)
                check(message, version, seed);
    }

    private static byte[] Encode(IKafkaMessage message, short version)
    {
        using var writer = new KafkaWriter();
        message.Write(writer, version);
        var octets = writer.ToArray();
        Assert.Equal(octets.Length, writer.Length);
        return octets;
    }

    private static int Decode(IKafkaMessage message, byte[] octets, short version)
    {
        var reader = new KafkaReader(octets);
        message.Read(ref reader, version);
        return reader.Remaining;
    }
}
