using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;
using KafkaGateway.Protocol.Generator.Parsing;

namespace KafkaGateway.Protocol.Generator.Binding;

/// <summary>Relates the names and versions of one section to each other.</summary>
internal sealed class MessageBinder
{
    private readonly Header _header;
    private readonly SectionSyntax _section;
    private readonly string _className;
    private readonly HashSet<string> _ownNames;
    private readonly Dictionary<string, Struct> _structs = [];
    private readonly List<string> _order = [];
    private readonly HashSet<string> _defined = [];

    private MessageBinder(Header header, SectionSyntax section)
    {
        _header = header;
        _section = section;
        _className = header.Name + section.Keyword switch { "request" => "Request", "response" => "Response", _ => "" };
        _ownNames = [.. section.Fields.Select(f => f.Name.Text), _className];
    }

    /// <exception cref="SchemaException">A name or a version makes no sense.</exception>
    public static Message Bind(Header header, SectionSyntax section) => new MessageBinder(header, section).Bind();

    private Message Bind()
    {
        foreach (var define in _section.Defines)
            _defined.Add(define.Name.Text);
        foreach (var define in _section.Defines)
            AddStruct(define.Name, define.Fields, _header.Versions);
        var root = new Struct(_className, _className, _header.Versions, BindFields(_section.Fields, _header.Versions));
        var structs = _order.Select(name => _structs[name]).ToEquatable();
        var title = _header.ApiKey is { } key ? $"{_header.Name} {_section.Keyword} (api key {key})" : _header.Name;
        RecursionCheck.Run(structs, _section);
        return new Message(title, _header.ApiKey, _header.Versions, _header.FirstFlexible, root, structs);
    }

    private void AddStruct(Token name, IReadOnlyList<FieldSyntax> fields, VersionRange versions)
    {
        if (_order.Contains(name.Text))
            throw new SchemaException(name, $"the section has two structs {name.Text}");
        _order.Add(name.Text);
        _structs.Add(name.Text, new Struct(name.Text, ClassNameOf(name.Text, fields), versions, BindFields(fields, versions)));
    }

    /// <summary>C# allows no class beside a property of its name, nor a property in a class of its name.</summary>
    private string ClassNameOf(string name, IReadOnlyList<FieldSyntax> fields) =>
        _ownNames.Contains(name) || fields.Any(f => f.Name.Text == name) ? name + "Data" : name;

    private EquatableArray<Field> BindFields(IReadOnlyList<FieldSyntax> fields, VersionRange parent)
    {
        foreach (var twice in fields.GroupBy(f => f.Name.Text).Where(g => g.Count() > 1))
            throw new SchemaException(twice.Last().Name, $"the struct has two fields {twice.Key}");
        foreach (var twice in fields.Where(f => f.Tag is not null).GroupBy(f => f.Tag).Where(g => g.Count() > 1))
            throw new SchemaException(twice.Last().Name, $"the struct has two fields of tag {twice.Key}");
        return fields.Select(field => BindField(field, parent)).ToEquatable();
    }

    private Field BindField(FieldSyntax field, VersionRange parent)
    {
        var versions = field.Versions?.Intersect(parent) ?? parent;
        if (versions.IsEmpty)
            throw new SchemaException(field.Name, $"{field.Name.Text} is in no version of its parent ({parent})");
        if (field.Tag is not null && versions.Low < _header.FirstFlexible)
            throw new SchemaException(field.Name, $"{field.Name.Text} has a tag in version {versions.Low}, which is not flexible");
        if (field.Type.IsStruct)
            BindStruct(field, versions);
        var nullable = field.IsMarkedNullable ? versions : field.Nullable?.Intersect(versions) ?? VersionRange.None;
        return new Field(
            field.Name.Text, field.Type, versions, nullable, field.Default, field.Tag, field.IsKey, field.IsIgnorable, field.IsInflexible);
    }

    private void BindStruct(FieldSyntax field, VersionRange versions)
    {
        var name = field.TypeToken;
        if (field.Children.Count > 0)
            AddStruct(name, field.Children, versions);
        else if (!_defined.Contains(name.Text))
            throw new SchemaException(name, $"{name.Text} has neither fields here nor a define in this section");
    }
}
